package io.ticketsafe.events.catalogue;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.bus.Call;
import io.ticketsafe.contract.events.EventOperations.Event;
import io.ticketsafe.contract.events.EventOperations.EventPage;
import io.ticketsafe.contract.events.EventOperations.ListEvents;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/** The public list of events, soonest first. */
public final class CatalogueService {
    private final Catalogue catalogue;

    public CatalogueService(Catalogue catalogue) {
        this.catalogue = requireNonNull(catalogue);
    }

    /** Without {@code from}, events that are over are left out. UNAVAILABLE while MongoDB is away. */
    public Future<EventPage> list(ListEvents request, Call call) {
        CatalogueQuery query = CatalogueQuery.of(request);
        if (query.matchesNothing()) {
            return Future.succeededFuture(new EventPage(List.of(), null));
        }
        return catalogue.search(query, query.limit() + 1, Instant.now()).map(found -> page(found, query.limit()));
    }

    private static EventPage page(List<Event> found, int limit) {
        if (found.size() <= limit) {
            return new EventPage(found, null);
        }
        Event last = found.get(limit - 1);
        String next = new PageCursor(last.startsAt().toEpochMilli(), last.id()).encode();
        return new EventPage(List.copyOf(found.subList(0, limit)), next);
    }
}
