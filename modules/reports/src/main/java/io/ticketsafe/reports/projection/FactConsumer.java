package io.ticketsafe.reports.projection;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ticketsafe.common.ServiceContext;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.contract.DomainEvent;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.Facts.Batch;
import io.ticketsafe.contract.Facts.EventChanged;
import io.ticketsafe.contract.Facts.OrderChanged;
import io.ticketsafe.contract.Facts.OrderPaid;
import io.ticketsafe.contract.Facts.OrderRefunded;
import io.ticketsafe.contract.Facts.TicketCheckedIn;
import io.ticketsafe.contract.Json;
import io.ticketsafe.contract.Nothing;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.reports.ReportsConfig;
import io.ticketsafe.reports.store.ReportStore;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Applies facts to the read models. Its answer is the acknowledgement, so it comes only when all of a batch is
 * written; a batch that fails is sent again and may have been written in part, which {@link Projections} allows for.
 */
public final class FactConsumer {
    private static final int LONGEST_BATCH = 200;

    /** How each type is read. A type that is not here does not concern reports. */
    private static final Map<String, Class<?>> SHAPES = Map.of(
            Facts.EVENT_PUBLISHED, EventChanged.class,
            Facts.EVENT_UPDATED, EventChanged.class,
            Facts.EVENT_CANCELED, EventChanged.class,
            Facts.ORDER_PLACED, OrderChanged.class,
            Facts.ORDER_EXPIRED, OrderChanged.class,
            Facts.ORDER_CANCELED, OrderChanged.class,
            Facts.ORDER_PAID, OrderPaid.class,
            Facts.ORDER_REFUNDED, OrderRefunded.class,
            Facts.TICKET_CHECKED_IN, TicketCheckedIn.class);

    /** Takes members that it does not know: while an installation is being upgraded, facts may be newer than their reader. */
    private static final ObjectMapper TOLERANT =
            Json.MAPPER.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final ReportStore store;
    private final EventZones zones;
    private final FactMeter meter;

    public FactConsumer(ServiceContext context, ReportsConfig config, ReportStore store) {
        this.store = requireNonNull(store);
        this.zones = new EventZones(store, context.bus(), config.maxKnownEvents());
        this.meter = new FactMeter(context.meters(), SHAPES.keySet().stream());
    }

    public Future<Nothing> apply(Batch batch, Call call) {
        List<Fact> facts = read(batch);
        Writes ofEvents = new Writes();
        facts.forEach(fact -> projectEvent(fact, ofEvents));
        return store.ready()
                .compose(ready -> ofEvents.applyTo(store))
                .compose(written -> zones.of(eventsOf(facts), call))
                .compose(zoneOf -> {
                    Writes ofSales = new Writes();
                    facts.forEach(fact -> projectSale(fact, zoneOf, ofSales));
                    return ofSales.applyTo(store);
                })
                .map(written -> {
                    Instant now = Instant.now();
                    facts.forEach(fact -> meter.applied(fact.event(), now));
                    return Nothing.NOTHING;
                });
    }

    private static List<Fact> read(Batch batch) {
        if (batch.events() == null || batch.events().size() > LONGEST_BATCH) {
            throw ServiceFault.invalid("/events", "A batch has at most " + LONGEST_BATCH + " facts.");
        }
        return batch.events().stream()
                .filter(event -> SHAPES.containsKey(event.type()))
                .map(event -> new Fact(event, TOLERANT.convertValue(event.data(), SHAPES.get(event.type()))))
                .toList();
    }

    private static void projectEvent(Fact fact, Writes writes) {
        if (fact.data() instanceof EventChanged event) {
            Projections.eventChanged(event, fact.event().time(), writes);
        }
    }

    private static void projectSale(Fact fact, Map<UUID, ZoneId> zoneOf, Writes writes) {
        if (fact.data() instanceof OrderPaid paid) {
            Projections.orderPaid(paid, zoneOf.get(paid.eventId()), writes);
        } else if (fact.data() instanceof OrderRefunded refund) {
            Projections.orderRefunded(refund, zoneOf.get(refund.eventId()), writes);
        } else if (fact.data() instanceof TicketCheckedIn checkIn) {
            Projections.ticketCheckedIn(checkIn, zoneOf.get(checkIn.eventId()), writes);
        } else if (fact.data() instanceof OrderChanged order) {
            Instant at = fact.event().time();
            switch (fact.event().type()) {
                case Facts.ORDER_PLACED -> Projections.orderPlaced(order, at, writes);
                case Facts.ORDER_EXPIRED -> Projections.orderExpired(order, at, writes);
                default -> Projections.orderCanceled(order, at, writes);
            }
        }
    }

    /** The events whose time zones are needed. */
    private static Set<UUID> eventsOf(List<Fact> facts) {
        Set<UUID> events = new LinkedHashSet<>();
        for (Fact fact : facts) {
            if (fact.data() instanceof OrderPaid paid) {
                events.add(paid.eventId());
            } else if (fact.data() instanceof OrderRefunded refund) {
                events.add(refund.eventId());
            } else if (fact.data() instanceof TicketCheckedIn checkIn) {
                events.add(checkIn.eventId());
            }
        }
        return events;
    }

    private record Fact(DomainEvent event, Object data) {}
}
