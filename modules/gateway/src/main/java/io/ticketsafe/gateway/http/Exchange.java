package io.ticketsafe.gateway.http;

import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.bus.Caller;
import io.ticketsafe.gateway.limit.Allowance;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/** One request on its way through the gateway, on one event loop. Each step fills in what it has found out. */
public final class Exchange {
    private final HttpServerRequest request;
    private final String requestId;
    private final long startNanos = System.nanoTime();
    private Route route;
    private List<String> pathValues = List.of();
    private Caller caller = Caller.NOBODY;
    private String token;
    private Allowance allowance;
    private String idempotencyKey;
    private Buffer body;

    Exchange(HttpServerRequest request, String requestId) {
        this.request = request;
        this.requestId = requestId;
    }

    public HttpServerRequest request() {
        return request;
    }

    public String requestId() {
        return requestId;
    }

    long startNanos() {
        return startNanos;
    }

    /** Null until the path is known to exist. */
    public Route route() {
        return route;
    }

    /** Values of the path's parameters, in the order of the template; decoded. */
    public List<String> pathValues() {
        return pathValues;
    }

    public Caller caller() {
        return caller;
    }

    public Allowance allowance() {
        return allowance;
    }

    /** Null where the route reads none. */
    public Buffer body() {
        return body;
    }

    /** What goes along to the service. */
    public Call call() {
        return new Call(caller, token, requestId, idempotencyKey);
    }

    void matched(Route found, List<String> values) {
        route = found;
        pathValues = values;
    }

    void authenticated(Caller verified, String by) {
        caller = verified;
        token = by;
    }

    void counted(Allowance taken) {
        allowance = taken;
    }

    void keyed(String key) {
        idempotencyKey = key;
    }

    void received(Buffer whole) {
        body = whole;
    }
}
