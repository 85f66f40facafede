package io.ticketsafe.gateway.endpoint;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.contract.tickets.TicketOperations;
import io.ticketsafe.contract.tickets.TicketOperations.GetCodeImage;
import io.ticketsafe.contract.tickets.TicketOperations.ImageFormat;
import io.ticketsafe.gateway.http.Answer;
import io.ticketsafe.gateway.http.Endpoint;
import io.ticketsafe.gateway.http.Exchange;
import io.ticketsafe.gateway.http.Headers;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** The code of a ticket as an image. */
record CodeImageEndpoint(Bus bus, ImageFormat format) implements Endpoint {
    /** An image that is opened by itself runs and loads nothing. */
    private static final String IMAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'";

    @Override
    public Future<Answer> answer(Exchange exchange) {
        GetCodeImage request = new GetCodeImage(Ids.parse(exchange.pathValues().get(0), "ticket"), format);
        return bus.call(TicketOperations.CODE_IMAGE, request, exchange.call())
                .map(image -> Answer.of(200, image.contentType(), Buffer.buffer(image.content()))
                        .cached(Headers.NO_STORE)
                        .with(Headers.SECURITY_POLICY, IMAGE_POLICY));
    }
}
