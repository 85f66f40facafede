package io.ticketsafe.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

/**
 * A refusal that the caller can act on: a code, a sentence for people, and whatever members the code promises
 * ({@code seats}, {@code left}, {@code retryAfterSeconds}, …). Every other exception is a bug. Carries no stack trace:
 * refusals are answers, and on the hot path they must cost no more than a success.
 */
public final class ServiceFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FaultCode code;
    private final transient JsonObject members;

    public ServiceFault(FaultCode code, String detail) {
        this(code, detail, new JsonObject());
    }

    public ServiceFault(FaultCode code, String detail, JsonObject members) {
        super(detail, null, false, false);
        this.code = code;
        this.members = members;
    }

    /** The answer for what does not exist and, alike, for what belongs to somebody else. */
    public static ServiceFault notFound(String what) {
        return new ServiceFault(FaultCode.NOT_FOUND, "There is no such " + what + ".");
    }

    /** @param pointer JSON pointer (RFC 6901) to the member that is wrong, {@code ""} for the whole body */
    public static ServiceFault invalid(String pointer, String detail) {
        return invalid(List.of(new Violation(pointer, detail)));
    }

    public static ServiceFault invalid(List<Violation> violations) {
        JsonArray errors = new JsonArray();
        violations.forEach(
                v -> errors.add(new JsonObject().put("pointer", v.pointer()).put("detail", v.detail())));
        String detail = violations.size() == 1 ? violations.get(0).detail() : violations.size() + " members are wrong.";
        return new ServiceFault(FaultCode.VALIDATION, detail, new JsonObject().put("errors", errors));
    }

    public static ServiceFault wrongState(String detail) {
        return new ServiceFault(FaultCode.WRONG_STATE, detail);
    }

    public static ServiceFault unavailable(String detail, Duration retryAfter) {
        return new ServiceFault(
                FaultCode.UNAVAILABLE,
                detail,
                new JsonObject().put("retryAfterSeconds", Math.max(1, retryAfter.toSeconds())));
    }

    public FaultCode code() {
        return code;
    }

    public String detail() {
        return getMessage();
    }

    /** Members that go beside code and detail in the problem document. */
    public JsonObject members() {
        return members;
    }

    public ServiceFault with(String member, Object value) {
        return new ServiceFault(code, getMessage(), members.copy().put(member, value));
    }

    public JsonObject toJson() {
        return new JsonObject()
                .put("code", code.name())
                .put("detail", getMessage())
                .put("members", members);
    }

    public static ServiceFault fromJson(JsonObject json) {
        return new ServiceFault(
                FaultCode.valueOf(json.getString("code")),
                json.getString("detail"),
                json.getJsonObject("members", new JsonObject()));
    }

    /** @param pointer JSON pointer (RFC 6901) into the request's body, or {@code query/<name>}, {@code header/<name>} */
    public record Violation(String pointer, String detail) {}
}
