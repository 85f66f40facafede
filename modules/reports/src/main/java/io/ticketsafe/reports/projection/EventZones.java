package io.ticketsafe.reports.projection;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.events.EventOperations;
import io.ticketsafe.contract.events.EventOperations.GetEvent;
import io.ticketsafe.reports.store.Collections;
import io.ticketsafe.reports.store.ReportStore;
import io.vertx.core.Future;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time zones of events, whose days and hours are those of reports. A sale may be heard of before its event, since
 * two services tell of them; then somebody else is asked.
 */
public final class EventZones {
    private static final Logger log = LoggerFactory.getLogger(EventZones.class);

    private final ReportStore store;
    private final BiFunction<UUID, Call, Future<String>> elsewhere;
    private final Cache<UUID, ZoneId> known;

    /** @param elsewhere the name of the zone of an event that the store does not know; null when nobody knows it */
    public EventZones(ReportStore store, BiFunction<UUID, Call, Future<String>> elsewhere, int mostKnown) {
        this.store = store;
        this.elsewhere = elsewhere;
        this.known = Caffeine.newBuilder().maximumSize(mostKnown).build();
    }

    /** With the events service to ask. */
    public static EventZones asking(Bus bus, ReportStore store, int mostKnown) {
        return new EventZones(store, (event, call) -> ask(bus, event, call), mostKnown);
    }

    /** The name that a store knows; null when it knows none. */
    public static Future<String> nameIn(ReportStore store, UUID event) {
        return store.find(Collections.EVENTS, event.toString())
                .map(document -> document == null ? null : document.getString("timezone"));
    }

    Future<Map<UUID, ZoneId>> of(Collection<UUID> events, Call call) {
        Map<UUID, Future<ZoneId>> asked = new HashMap<>();
        events.forEach(event -> asked.computeIfAbsent(event, id -> of(id, call)));
        return Future.join(asked.values().stream().toList()).map(all -> {
            Map<UUID, ZoneId> zones = new HashMap<>();
            asked.forEach((event, zone) -> zones.put(event, zone.result()));
            return zones;
        });
    }

    private Future<ZoneId> of(UUID event, Call call) {
        ZoneId remembered = known.getIfPresent(event);
        if (remembered != null) {
            return Future.succeededFuture(remembered);
        }
        return nameIn(store, event)
                .compose(name -> name == null ? elsewhere.apply(event, call) : Future.succeededFuture(name))
                .map(name -> remember(event, name));
    }

    private static Future<String> ask(Bus bus, UUID event, Call call) {
        return bus.callAsService(EventOperations.GET, new GetEvent(event), call)
                .map(found -> found.venue().timezone())
                .recover(failure -> failure instanceof ServiceFault fault && fault.code() == FaultCode.NOT_FOUND
                        ? Future.succeededFuture(null)
                        : Future.failedFuture(failure));
    }

    private ZoneId remember(UUID event, String name) {
        try {
            if (name != null) {
                ZoneId zone = ZoneId.of(name);
                known.put(event, zone);
                return zone;
            }
        } catch (DateTimeException unknown) {
            log.atDebug().addKeyValue("timezone", name).log("no such time zone");
        }
        log.atWarn().addKeyValue("eventId", event).log("event has no time zone, its days are those of UTC");
        return ZoneOffset.UTC;
    }
}
