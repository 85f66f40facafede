package io.ticketsafe.gateway.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends answers, with the headers that every answer has, and counts and logs them. */
public final class Sender {
    private static final Logger log = LoggerFactory.getLogger(Sender.class);
    private static final int INTERNAL = 500;

    private final Cors cors;
    private final RouteMeter unmatched;

    public Sender(List<String> corsOrigins, MeterRegistry meters) {
        this.cors = new Cors(corsOrigins);
        this.unmatched = new RouteMeter(meters, "any", "unmatched");
    }

    /** Counts and logs the answer before it is sent: whoever has it finds it counted, and its trace is not over yet. */
    void send(Exchange exchange, Answer answer) {
        HttpServerRequest request = exchange.request();
        HttpServerResponse response = request.response();
        RouteMeter meter =
                exchange.route() == null ? unmatched : exchange.route().meter();
        meter.record(answer.status(), exchange.startNanos());
        logged(exchange, answer);
        if (!response.ended() && !response.closed()) {
            BodyReader.discard(request);
            response.setStatusCode(answer.status());
            addHeaders(exchange, answer, response.headers());
            end(request, response, answer);
        } else {
            answer.forget();
        }
    }

    private void addHeaders(Exchange exchange, Answer answer, MultiMap headers) {
        HttpServerRequest request = exchange.request();
        headers.set(Headers.X_REQUEST_ID, exchange.requestId());
        headers.set(Headers.CONTENT_TYPE_OPTIONS, Headers.NOSNIFF);
        if (exchange.allowance() != null) {
            headers.set(Headers.RATE_LIMIT_POLICY, exchange.allowance().quota().policy());
            headers.set(Headers.RATE_LIMIT, exchange.allowance().header());
        }
        if (answer.contentType() != null) {
            headers.set(HttpHeaders.CONTENT_TYPE, answer.contentType());
        }
        List<CharSequence> own = answer.headers();
        for (int i = 0; i < own.size(); i += 2) {
            headers.set(own.get(i), own.get(i + 1));
        }
        if (request.isSSL()) {
            headers.set(Headers.STRICT_TRANSPORT, Headers.ONE_YEAR);
        }
        String trace = request.headers().get(Headers.TRACEPARENT);
        if (trace != null && RequestIds.isTraceparent(trace)) {
            headers.set(Headers.TRACEPARENT, trace);
        }
        cors.apply(request, headers);
    }

    /** The answer to HEAD has the length of the body that GET would bring (RFC 9110, 9.3.2). */
    private static void end(HttpServerRequest request, HttpServerResponse response, Answer answer) {
        if (answer.isStream()) {
            beginStream(request, response, answer);
        } else if (request.method() == HttpMethod.HEAD) {
            response.headers()
                    .set(
                            HttpHeaders.CONTENT_LENGTH,
                            String.valueOf(answer.body().length()));
            response.end();
        } else if (answer.body().length() == 0) {
            response.end();
        } else {
            response.end(answer.body());
        }
    }

    private static void beginStream(HttpServerRequest request, HttpServerResponse response, Answer answer) {
        if (request.method() == HttpMethod.HEAD) {
            response.end();
            answer.forget();
        } else {
            response.setChunked(true);
            answer.begin(request);
        }
    }

    private static void logged(Exchange exchange, Answer answer) {
        boolean error = answer.status() == INTERNAL;
        if (!error && !log.isDebugEnabled()) {
            return;
        }
        (error ? log.atError() : log.atDebug())
                .addKeyValue("requestId", exchange.requestId())
                .addKeyValue("method", exchange.request().method().name())
                .addKeyValue(
                        "route",
                        exchange.route() == null
                                ? null
                                : exchange.route().spec().path())
                .addKeyValue("status", answer.status())
                .addKeyValue("durationUs", (System.nanoTime() - exchange.startNanos()) / 1000)
                .log("request answered");
    }
}
