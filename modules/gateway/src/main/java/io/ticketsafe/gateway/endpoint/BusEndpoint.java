package io.ticketsafe.gateway.endpoint;

import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.gateway.http.Answer;
import io.ticketsafe.gateway.http.Endpoint;
import io.ticketsafe.gateway.http.Exchange;
import io.ticketsafe.gateway.openapi.RouteSpec;
import io.ticketsafe.gateway.request.RequestReader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.BiFunction;

/** The plain way: read the request record, ask the operation, render the reply. */
final class BusEndpoint<Q, R> implements Endpoint {
    /** Bodies above this are read on a worker thread: the event loop has other requests to serve. */
    private static final int LARGE = 64 * 1024;

    private final Vertx vertx;
    private final Bus bus;
    private final BusOperation<Q, R> operation;
    private final RequestReader<Q> reader;
    private final BiFunction<Exchange, R, Answer> render;

    BusEndpoint(
            Vertx vertx,
            Bus bus,
            BusOperation<Q, R> operation,
            RouteSpec spec,
            BiFunction<Exchange, R, Answer> render) {
        this.vertx = vertx;
        this.bus = bus;
        this.operation = operation;
        this.reader = new RequestReader<>(spec, operation.requestType());
        this.render = render;
    }

    @Override
    public Future<Answer> answer(Exchange exchange) {
        return request(exchange)
                .compose(request -> bus.call(operation, request, exchange.call()))
                .map(reply -> render.apply(exchange, reply));
    }

    private Future<Q> request(Exchange exchange) {
        boolean large = exchange.body() != null && exchange.body().length() > LARGE;
        return large
                ? vertx.executeBlocking(() -> reader.read(exchange), false)
                : Future.succeededFuture(reader.read(exchange));
    }
}
