package io.ticketsafe.gateway.problem;

import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.gateway.http.Answer;
import io.ticketsafe.gateway.http.Headers;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.stream.Collectors;

/** The one place where a refusal becomes HTTP: {@code application/problem+json} (RFC 9457) with its status and headers. */
public final class Problems {
    private static final Set<String> OWN_MEMBERS = Set.of("type", "title", "status", "detail", "code");

    private final ProblemTexts texts;

    public Problems(ProblemTexts texts) {
        this.texts = texts;
    }

    /**
     * A VALIDATION that names no member gets one that names the whole request: callers rely on {@code errors}. The
     * document says nothing of its own time or request, so that a repeated refusal is the same to the byte.
     *
     * @param acceptLanguage header of the request, or null
     * @param tokenSent whether the request came with a token, so that a 401 can say that it does not hold
     */
    public Answer answer(ServiceFault fault, String acceptLanguage, boolean tokenSent) {
        FaultCode code = fault.code();
        String language = texts.languageFor(acceptLanguage);
        JsonObject document = new JsonObject()
                .put("type", "/problems/" + ProblemTexts.slug(code))
                .put("title", texts.title(code, language))
                .put("status", code.status())
                .put("detail", fault.detail())
                .put("code", code.name());
        JsonObject members = fault.members() == null ? new JsonObject() : fault.members();
        members.forEach(member -> {
            if (!OWN_MEMBERS.contains(member.getKey())) {
                document.put(member.getKey(), member.getValue());
            }
        });
        if (code == FaultCode.VALIDATION && !document.containsKey("errors")) {
            document.put(
                    "errors",
                    new JsonArray().add(new JsonObject().put("pointer", "").put("detail", fault.detail())));
        }
        Answer answer = Answer.of(code.status(), Headers.PROBLEM_JSON, document.toBuffer())
                .with(HttpHeaders.CONTENT_LANGUAGE, language)
                .cached(Headers.NO_STORE);
        addHeaders(answer, code, members, tokenSent);
        return answer;
    }

    private static void addHeaders(Answer answer, FaultCode code, JsonObject members, boolean tokenSent) {
        if (members.getValue("retryAfterSeconds") instanceof Number seconds) {
            answer.with(Headers.RETRY_AFTER, String.valueOf(seconds.longValue()));
        } else if (code == FaultCode.UNAVAILABLE || code == FaultCode.RATE_LIMITED) {
            answer.with(Headers.RETRY_AFTER, "1");
        }
        if (code == FaultCode.UNAUTHENTICATED) {
            answer.with(
                    Headers.WWW_AUTHENTICATE,
                    tokenSent ? "Bearer realm=\"ticketsafe\", error=\"invalid_token\"" : "Bearer realm=\"ticketsafe\"");
        }
        if (code == FaultCode.METHOD_NOT_ALLOWED && members.getValue("allow") instanceof JsonArray allow) {
            answer.with(HttpHeaders.ALLOW, allow.stream().map(String::valueOf).collect(Collectors.joining(", ")));
        }
    }
}
