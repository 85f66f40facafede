package io.ticketsafe.gateway.endpoint;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.contract.tickets.HoldOperations;
import io.ticketsafe.contract.tickets.HoldOperations.HoldSeats;
import io.ticketsafe.gateway.http.Answer;
import io.ticketsafe.gateway.http.Endpoint;
import io.ticketsafe.gateway.http.Exchange;
import io.ticketsafe.gateway.openapi.RouteSpec;
import io.ticketsafe.gateway.request.RequestReader;
import io.vertx.core.Future;

/** The hot route: a body that is plainly right goes straight to the tickets service. */
final class HoldEndpoint implements Endpoint {
    private final Bus bus;
    private final RequestReader<HoldSeats> reader;
    private final Replies replies;

    HoldEndpoint(Bus bus, RouteSpec spec) {
        this.bus = bus;
        this.reader = new RequestReader<>(spec, HoldSeats.class);
        this.replies = new Replies(spec);
    }

    @Override
    public Future<Answer> answer(Exchange exchange) {
        HoldSeats request = exchange.request().query() == null
                ? HoldDecoder.decode(Ids.parse(exchange.pathValues().get(0), "event"), exchange.body())
                : null;
        return bus.call(HoldOperations.HOLD, request == null ? reader.read(exchange) : request, exchange.call())
                .map(hold -> replies.answer(exchange, hold));
    }
}
