package io.ticketsafe.tickets.inventory;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.contract.tickets.SeatMapOperations;
import io.ticketsafe.tickets.sale.Sale;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.BulkType;
import io.vertx.redis.client.impl.types.MultiType;
import io.vertx.redis.client.impl.types.NumberType;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SeatChangeFeedTest {
    private final Vertx vertx = Vertx.vertx();
    private final UUID event = UUID.randomUUID();
    private final String metaKey = Sale.prefix(event) + "meta";
    private final SeatChangeFeed feed = new SeatChangeFeed(vertx);

    @AfterEach
    void close() {
        await(vertx.close());
    }

    /** Whoever holds a seat on its own event loop may be a gateway that is just being stopped. */
    @Test
    void whatWasCollectedForACallerThatEndsIsPublishedAllTheSame() {
        // Given
        await(feed.start());
        Promise<String> published = Promise.promise();
        vertx.eventBus()
                .<String>consumer(SeatMapOperations.changesOf(event), message -> published.tryComplete(message.body()));
        vertx.eventBus().publish(SeatMapOperations.WATCH, event.toString());
        await(watched());
        String caller = await(vertx.deployVerticle(new VerticleBase() {
            @Override
            public Future<?> stop() {
                feed.note(metaKey, reply(7));
                return Future.succeededFuture();
            }
        }));
        // When
        await(vertx.undeploy(caller));
        // Then
        assertThat(await(published.future())).startsWith("7\tfA::::1");
    }

    /** Both consumers are of this thread, which has one context: the feed is told first. */
    private Future<?> watched() {
        Promise<Void> after = Promise.promise();
        vertx.eventBus().consumer(SeatMapOperations.WATCH, message -> after.tryComplete());
        vertx.eventBus().publish(SeatMapOperations.WATCH, event.toString());
        return after.future();
    }

    private static Response reply(long version) {
        MultiType changes = MultiType.create(2, false);
        changes.add(NumberType.create(version));
        changes.add(BulkType.create(Buffer.buffer("fA::::1"), false));
        MultiType reply = MultiType.create(2, false);
        reply.add(NumberType.create(0));
        reply.add(changes);
        return reply;
    }
}
