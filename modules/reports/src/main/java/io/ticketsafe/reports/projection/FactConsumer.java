package io.ticketsafe.reports.projection;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.contract.DomainEvent;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.Facts.Batch;
import io.ticketsafe.contract.Facts.EventChanged;
import io.ticketsafe.contract.Facts.OrderChanged;
import io.ticketsafe.contract.Facts.OrderPaid;
import io.ticketsafe.contract.Facts.OrderPlacesChanged;
import io.ticketsafe.contract.Facts.OrderRefunded;
import io.ticketsafe.contract.Facts.TicketCheckedIn;
import io.ticketsafe.contract.Json;
import io.ticketsafe.contract.Nothing;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.reports.store.ReportStore;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Applies facts to the read models. Its answer is the acknowledgement, so it comes only when all of a batch is
 * written; a batch that fails is sent again and may have been written in part, which {@link Projections} allows for.
 */
public final class FactConsumer {
    private static final int LONGEST_BATCH = 200;

    /** What becomes of each type. A type that is not here does not concern reports. */
    private static final Map<String, Projection<?>> PROJECTIONS = Map.of(
            Facts.EVENT_PUBLISHED, Projection.of(EventChanged.class, Projections::eventChanged),
            Facts.EVENT_UPDATED, Projection.of(EventChanged.class, Projections::eventChanged),
            Facts.EVENT_CANCELED, Projection.of(EventChanged.class, Projections::eventChanged),
            Facts.ORDER_PLACED, Projection.of(OrderChanged.class, Projections::orderPlaced),
            Facts.ORDER_EXPIRED, Projection.of(OrderChanged.class, Projections::orderExpired),
            Facts.ORDER_CANCELED, Projection.of(OrderChanged.class, Projections::orderCanceled),
            Facts.ORDER_PAID, Projection.inZone(OrderPaid.class, OrderPaid::eventId, Projections::orderPaid),
            Facts.ORDER_REFUNDED,
                    Projection.inZone(OrderRefunded.class, OrderRefunded::eventId, Projections::orderRefunded),
            Facts.ORDER_CHANGED,
                    Projection.inZone(
                            OrderPlacesChanged.class, OrderPlacesChanged::eventId, Projections::orderChangedPlaces),
            Facts.TICKET_CHECKED_IN,
                    Projection.inZone(TicketCheckedIn.class, TicketCheckedIn::eventId, Projections::ticketCheckedIn));

    /** Takes members that it does not know: while an installation is being upgraded, facts may be newer than their reader. */
    private static final ObjectMapper TOLERANT =
            Json.MAPPER.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final ReportStore store;
    private final EventZones zones;
    private final FactMeter meter;

    public FactConsumer(ReportStore store, EventZones zones, MeterRegistry meters) {
        this.store = requireNonNull(store);
        this.zones = requireNonNull(zones);
        this.meter = new FactMeter(meters, PROJECTIONS.keySet().stream());
    }

    public Future<Nothing> apply(Batch batch, Call call) {
        if (batch.events() == null || batch.events().size() > LONGEST_BATCH) {
            throw ServiceFault.invalid("/events", "A batch has at most " + LONGEST_BATCH + " facts.");
        }
        return Future.succeededFuture()
                .compose(go -> apply(batch.events(), call))
                .map(Nothing.NOTHING);
    }

    /** @param call on whose behalf; may be null. Throws what data that does not fit its type is refused with */
    Future<Void> apply(List<DomainEvent> events, Call call) {
        List<Fact<?>> facts = events.stream()
                .filter(event -> PROJECTIONS.containsKey(event.type()))
                .<Fact<?>>map(event -> read(event, PROJECTIONS.get(event.type())))
                .toList();
        Set<UUID> zoned =
                facts.stream().map(Fact::zonedBy).filter(Objects::nonNull).collect(Collectors.toSet());
        return store.ready()
                .compose(ready -> zones.of(zoned, call))
                .compose(zoneOf -> {
                    Writes writes = new Writes();
                    facts.forEach(fact -> fact.project(zoneOf, writes));
                    return writes.applyTo(store);
                })
                .onSuccess(written -> {
                    Instant now = Instant.now();
                    facts.forEach(fact -> meter.applied(fact.event(), now));
                });
    }

    private static <T> Fact<T> read(DomainEvent event, Projection<T> projection) {
        return new Fact<>(event, TOLERANT.convertValue(event.data(), projection.shape()), projection);
    }

    /**
     * @param shape of the data
     * @param zonedBy the event whose time zone is needed; null where none is
     */
    private record Projection<T>(Class<T> shape, Function<T, UUID> zonedBy, Writing<T> writing) {
        private static <T> Projection<T> of(Class<T> shape, AtTime<T> writing) {
            return new Projection<>(
                    shape, data -> null, (data, factAt, zone, writes) -> writing.write(data, factAt, writes));
        }

        private static <T> Projection<T> inZone(Class<T> shape, Function<T, UUID> zonedBy, InZone<T> writing) {
            return new Projection<>(shape, zonedBy, (data, factAt, zone, writes) -> writing.write(data, zone, writes));
        }
    }

    private interface Writing<T> {
        void write(T data, Instant factAt, ZoneId zone, Writes writes);
    }

    private interface AtTime<T> {
        void write(T data, Instant factAt, Writes writes);
    }

    private interface InZone<T> {
        void write(T data, ZoneId zone, Writes writes);
    }

    private record Fact<T>(DomainEvent event, T data, Projection<T> projection) {
        private UUID zonedBy() {
            return projection.zonedBy().apply(data);
        }

        private void project(Map<UUID, ZoneId> zoneOf, Writes writes) {
            projection.writing().write(data, event.time(), zoneOf.get(zonedBy()), writes);
        }
    }
}
