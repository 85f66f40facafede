package io.ticketsafe.reports;

import static io.ticketsafe.common.testing.ServiceHarness.await;

import io.ticketsafe.common.ServiceContext;
import io.ticketsafe.common.outbox.Outbox;
import io.ticketsafe.common.outbox.OutboxRelay;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.DomainEvent;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A service that tells facts by its outbox, from two processes. */
final class Teller implements AutoCloseable {
    final Database database;
    private final Outbox outbox;
    private final List<OutboxRelay> relays = new ArrayList<>();

    Teller(ServiceContext context, String domain) {
        database = context.stores().postgres(domain);
        outbox = new Outbox(context, domain);
        for (int process = 0; process < 2; process++) {
            OutboxRelay relay = new OutboxRelay(context, database, domain);
            await(relay.start());
            relays.add(relay);
        }
    }

    /** In one transaction. */
    void tell(List<DomainEvent> facts) {
        await(tellLater(facts));
    }

    Future<Void> tellLater(List<DomainEvent> facts) {
        return database.inTransaction(transaction -> {
            Future<Void> all = Future.succeededFuture();
            for (DomainEvent fact : facts) {
                all = all.compose(before ->
                        outbox.append(transaction, fact.type(), UUID.fromString(fact.subject()), fact.data()));
            }
            return all;
        });
    }

    @Override
    public void close() {
        relays.forEach(relay -> await(relay.stop()));
    }
}
