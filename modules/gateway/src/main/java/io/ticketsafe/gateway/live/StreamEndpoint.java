package io.ticketsafe.gateway.live;

import io.ticketsafe.common.Ids;
import io.ticketsafe.gateway.http.Answer;
import io.ticketsafe.gateway.http.Endpoint;
import io.ticketsafe.gateway.http.Exchange;
import io.ticketsafe.gateway.http.Headers;
import io.ticketsafe.gateway.limit.ClientAddresses;
import io.vertx.core.Future;
import java.util.UUID;

/** Lets a viewer of an event's seats in; on one event loop. */
public final class StreamEndpoint implements Endpoint {
    private static final String LAST_EVENT_ID = "Last-Event-ID";
    private static final int LONGEST_ID = 18;

    private final LiveMaps live;
    private final Loop loop;
    private final ClientAddresses addresses;

    public StreamEndpoint(LiveMaps live, Loop loop, ClientAddresses addresses) {
        this.live = live;
        this.loop = loop;
        this.addresses = addresses;
    }

    @Override
    public Future<Answer> answer(Exchange exchange) {
        UUID eventId = Ids.parse(exchange.pathValues().get(0), "event");
        String address = addresses.of(exchange.request());
        return live.join(eventId, known(exchange.request().headers().get(LAST_EVENT_ID)), address, loop)
                .map(joined -> Answer.stream(
                                Headers.EVENT_STREAM,
                                request -> loop.add(request, address, joined),
                                () -> live.left(joined.audience(), loop, address))
                        .cached(Headers.NO_STORE));
    }

    /** What is no id of ours is treated like none: the viewer gets everything. */
    private static Long known(String id) {
        boolean isNumber = id != null
                && !id.isEmpty()
                && id.length() <= LONGEST_ID
                && id.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        return isNumber ? Long.valueOf(id) : null;
    }
}
