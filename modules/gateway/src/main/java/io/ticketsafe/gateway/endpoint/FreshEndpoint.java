package io.ticketsafe.gateway.endpoint;

import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.bus.Caller;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.gateway.http.Answer;
import io.ticketsafe.gateway.http.Endpoint;
import io.ticketsafe.gateway.http.Exchange;
import io.ticketsafe.gateway.http.Headers;
import io.ticketsafe.gateway.openapi.RouteSpec;
import io.ticketsafe.gateway.request.RequestReader;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What everybody asks and may see alike, answered from memory for a moment: however many ask, the service is asked once
 * per address and moment. Belongs to one event loop, so it needs no lock.
 */
final class FreshEndpoint<Q, R> implements Endpoint {
    private static final int MOST_REMEMBERED = 1_000;
    private static final int LONGEST_ADDRESS = 300;

    private final Bus bus;
    private final BusOperation<Q, R> operation;
    private final RequestReader<Q> reader;
    private final Replies replies;
    private final RecordMember version;
    private final long ageNanos;
    private final Map<String, Remembered> remembered = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    private record Snapshot(Buffer body, String tag) {}

    private record Remembered(Future<Snapshot> snapshot, long askedAtNanos) {}

    FreshEndpoint(Bus bus, BusOperation<Q, R> operation, RouteSpec spec, Duration age) {
        this.bus = bus;
        this.operation = operation;
        this.reader = new RequestReader<>(spec, operation.requestType());
        this.replies = new Replies(spec);
        this.version = RecordMember.of(operation.replyType(), "version").orElseThrow();
        this.ageNanos = age.toNanos();
    }

    @Override
    public Future<Answer> answer(Exchange exchange) {
        String address = exchange.request().uri();
        long now = System.nanoTime();
        Remembered known = remembered.get(address);
        if (known == null || (known.snapshot().isComplete() && now - known.askedAtNanos() >= ageNanos)) {
            known = new Remembered(ask(exchange), now);
            if (ageNanos > 0 && address.length() <= LONGEST_ADDRESS) {
                remember(address, known);
            }
        }
        return known.snapshot().map(snapshot -> render(exchange, snapshot));
    }

    private void remember(String address, Remembered asked) {
        remembered.put(address, asked);
        asked.snapshot().onFailure(failure -> remembered.remove(address, asked));
    }

    /** Asked as nobody: the answer is everybody's. */
    private Future<Snapshot> ask(Exchange exchange) {
        Call nobody = new Call(Caller.NOBODY, null, exchange.requestId(), null);
        return bus.call(operation, reader.read(exchange), nobody)
                .map(reply -> new Snapshot(Buffer.buffer(replies.json(reply)), '"' + version.text(reply) + '"'));
    }

    private static Answer render(Exchange exchange, Snapshot snapshot) {
        Answer answer = Answer.of(200, Headers.JSON, snapshot.body())
                .cached(Headers.NO_CACHE)
                .with(HttpHeaders.ETAG, snapshot.tag());
        return Tags.isCurrent(exchange.request(), snapshot.tag()) ? answer.notModified() : answer;
    }
}
