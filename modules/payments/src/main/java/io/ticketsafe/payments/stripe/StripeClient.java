package io.ticketsafe.payments.stripe;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.contract.Json;
import io.ticketsafe.payments.provider.ProviderUnavailable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Stripe's HTTP: key, version, deadline, and which answers say nothing of whether the act happened. Never repeats by itself, and
 * never waits on an event loop.
 */
final class StripeClient {
    private static final int IDLE_SECONDS = 60;
    private static final int LARGEST_CHUNK = 64 * 1024;

    private final WebClient client;
    private final StripeConfig config;
    private final long timeoutMs;
    private final StripeTrouble trouble = new StripeTrouble();

    /** @param connections at once; as many more requests may wait for one */
    StripeClient(Vertx vertx, StripeConfig config, Duration timeout, int connections) {
        this.config = requireNonNull(config);
        this.timeoutMs = timeout.toMillis();
        WebClientOptions options = new WebClientOptions()
                .setUserAgent("TicketSafe")
                .setFollowRedirects(false)
                .setConnectTimeout(Math.toIntExact(timeoutMs))
                .setKeepAlive(true)
                .setIdleTimeout(IDLE_SECONDS)
                .setMaxChunkSize(LARGEST_CHUNK)
                .setVerifyHost(true);
        this.client = WebClient.create(
                vertx, options, new PoolOptions().setHttp1MaxSize(connections).setMaxWaitQueueSize(connections));
    }

    /**
     * An answer that means something: success, a refusal, or an old failure replayed. Everything else fails with
     * ProviderUnavailable.
     */
    Future<StripeAnswer> post(String path, StripeForm form, String idempotencyKey) {
        HttpRequest<Buffer> request = request(HttpMethod.POST, path)
                .putHeader("content-type", "application/x-www-form-urlencoded")
                .putHeader("idempotency-key", idempotencyKey);
        return answer(request.sendBuffer(Buffer.buffer(form.encoded())), path);
    }

    Future<StripeAnswer> get(String path, StripeForm query) {
        String target = query.isEmpty() ? path : path + "?" + query.encoded();
        return answer(request(HttpMethod.GET, target).send(), path);
    }

    /** What a human must mend before Stripe can be used; null when there is nothing. */
    String trouble() {
        return trouble.now();
    }

    void close() {
        client.close();
    }

    private HttpRequest<Buffer> request(HttpMethod method, String target) {
        return client.requestAbs(method, config.baseUrl() + target)
                .timeout(timeoutMs)
                .putHeader("authorization", "Bearer " + config.apiKey().value())
                .putHeader("stripe-version", config.apiVersion());
    }

    private Future<StripeAnswer> answer(Future<HttpResponse<Buffer>> exchange, String path) {
        return exchange.timeout(timeoutMs, TimeUnit.MILLISECONDS)
                .<HttpResponse<Buffer>>recover(broken -> Future.failedFuture(new ProviderUnavailable(
                        "no answer from Stripe: " + broken.getClass().getSimpleName() + " " + broken.getMessage())))
                .map(response -> understand(response, path));
    }

    private StripeAnswer understand(HttpResponse<Buffer> response, String path) {
        int status = response.statusCode();
        StripeAnswer answer = new StripeAnswer(
                status,
                "true".equalsIgnoreCase(response.getHeader("idempotent-replayed")),
                response.getHeader("request-id"),
                json(response.body()));
        if (status == 401 || status == 403) {
            trouble.met(status, answer, path);
        }
        if (answer.isSuccess() && answer.body().isObject()) {
            trouble.over();
            return answer;
        }
        boolean meaningful = status == 400 || status == 402 || status == 404 || (status >= 500 && answer.replayed());
        if (!meaningful || !answer.body().path("error").isObject()) {
            String what = "Stripe answered " + status + " " + answer.error().inShort() + " to " + answer.requestId();
            throw answer.isOfAnotherCall() ? ProviderUnavailable.underWay(what) : new ProviderUnavailable(what);
        }
        return answer;
    }

    /** What is no JSON comes from something in between, and says as much as no answer. */
    private static JsonNode json(Buffer body) {
        try {
            JsonNode node = body == null ? null : Json.MAPPER.readTree(body.getBytes());
            return node == null ? Json.MAPPER.missingNode() : node;
        } catch (JsonProcessingException malformed) {
            return Json.MAPPER.missingNode();
        } catch (java.io.IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
