package io.ticketsafe.gateway.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Json;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.gateway.http.Answer;
import io.ticketsafe.gateway.http.Endpoint;
import io.ticketsafe.gateway.http.Headers;
import io.ticketsafe.gateway.openapi.RouteSpec;
import io.ticketsafe.gateway.problem.ProblemTexts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/** The contracts for programs and for people. Everything comes from the class path, nothing from the internet. */
public final class Documentation {
    static final String MESSAGES = "asyncapi.json";

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'";

    private final Buffer contract;
    private final String contractTag;
    private final Buffer problems;
    private final Assets assets;

    public Documentation(Vertx vertx, JsonNode contract, ProblemTexts texts) {
        try {
            byte[] json = Json.MAPPER.writeValueAsBytes(contract);
            this.contract = Buffer.buffer(json);
            this.contractTag = '"' + Integer.toHexString(Arrays.hashCode(json)) + '"';
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
        this.problems = Buffer.buffer(ProblemPage.write(texts));
        this.assets = new Assets(vertx);
    }

    /** Pages beside those that the contract names. */
    public static List<RouteSpec> pages() {
        return List.of(
                RouteSpec.page("start", "/"),
                RouteSpec.page("start", "/docs/"),
                RouteSpec.page("messagesPage", "/docs/messages"),
                RouteSpec.page("problems", "/docs/problems"),
                RouteSpec.page("problem", "/problems/{code}"),
                RouteSpec.page("asset", "/docs/{asset}"));
    }

    public Endpoint endpoint(String name) {
        return switch (name) {
            case "contract" -> exchange -> Future.succeededFuture(contract(exchange.request()));
            case "docs" -> exchange -> assets.find("index.html").map(Documentation::page);
            case "messages" -> exchange -> assets.find(MESSAGES).map(Documentation::page);
            case "messagesPage" -> exchange -> assets.find("messages.html").map(Documentation::page);
            case "asset" ->
                exchange -> assets.find(exchange.pathValues().get(0)).map(Documentation::page);
            case "problems" ->
                exchange -> Future.succeededFuture(page(new Assets.Asset(Headers.HTML, problems, Headers.NO_CACHE)));
            case "problem" ->
                exchange -> Future.succeededFuture(problem(exchange.pathValues().get(0)));
            case "start" -> exchange -> Future.succeededFuture(redirect("/docs"));
            default -> throw new IllegalStateException("no such endpoint: " + name);
        };
    }

    private Answer contract(HttpServerRequest request) {
        Answer answer =
                Answer.of(200, Headers.JSON, contract).cached(Headers.NO_CACHE).with(HttpHeaders.ETAG, contractTag);
        return contractTag.equals(request.headers().get(HttpHeaders.IF_NONE_MATCH)) ? answer.notModified() : answer;
    }

    private static Answer page(Assets.Asset asset) {
        return Answer.of(200, asset.contentType(), asset.content())
                .cached(asset.cacheControl())
                .with(Headers.SECURITY_POLICY, POLICY)
                .with("Referrer-Policy", "no-referrer");
    }

    /** The type URI of a problem leads to what it means. */
    private static Answer problem(String slug) {
        boolean known =
                Arrays.stream(FaultCode.values()).map(ProblemTexts::slug).anyMatch(slug::equals);
        if (!known) {
            throw ServiceFault.notFound("problem");
        }
        return redirect("/docs/problems#" + slug);
    }

    private static Answer redirect(String target) {
        return Answer.empty(302).with(HttpHeaders.LOCATION, target).cached(Headers.NO_CACHE);
    }
}
