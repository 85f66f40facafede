package io.ticketsafe.events.venue;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.ServiceContext;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.idempotency.Idempotency;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.events.VenueOperations;
import io.ticketsafe.contract.events.VenueOperations.CreateVenue;
import io.ticketsafe.contract.events.VenueOperations.GetVenue;
import io.ticketsafe.contract.events.VenueOperations.ImportVenue;
import io.ticketsafe.contract.events.VenueOperations.Section;
import io.ticketsafe.contract.events.VenueOperations.Venue;
import io.ticketsafe.events.input.Requests;
import io.ticketsafe.events.input.Texts;
import io.ticketsafe.events.input.Violations;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Creates and shows venues. A seat map may be large, so it is checked on a worker thread. */
public final class VenueService {
    private final Vertx vertx;
    private final ServiceContext services;
    private final VenueStore store;
    private final Idempotency idempotency;

    public VenueService(ServiceContext services, VenueStore store, Idempotency idempotency) {
        this.vertx = services.vertx();
        this.services = services;
        this.store = requireNonNull(store);
        this.idempotency = requireNonNull(idempotency);
    }

    /** NOT_FOUND for an organisation that the caller is no member of, FORBIDDEN below manager. */
    public Future<Venue> create(CreateVenue request, Call call) {
        Header header = new Header(request.organizationId(), request.name(), request.city(), request.timezone());
        return create(
                VenueOperations.CREATE,
                request,
                call,
                header,
                violations -> SeatMap.canonical(request.sections(), violations));
    }

    /** The same from CSV. */
    public Future<Venue> importCsv(ImportVenue request, Call call) {
        Header header = new Header(request.organizationId(), request.name(), request.city(), request.timezone());
        return create(VenueOperations.IMPORT, request, call, header, violations -> {
            List<Section> read = SeatMapCsv.read(request.csv(), violations);
            // What the reader let through can only break rules of the whole map; of a broken file it would repeat
            // itself.
            return violations.isEmpty() ? SeatMap.canonical(read, violations) : read;
        });
    }

    /** For members of its organisation; NOT_FOUND for everybody else. */
    public Future<Venue> get(GetVenue request, Call call) {
        Requests.required("/venueId", request.venueId());
        return store.find(request.venueId())
                .compose(venue -> services.memberships()
                        .require(call, venue.organizationId(), MemberRole.ANY, "venue")
                        .map(venue));
    }

    private <Q> Future<Venue> create(
            BusOperation<Q, Venue> operation,
            Q request,
            Call call,
            Header header,
            Function<Violations, List<Section>> seatMap) {
        Requests.required("/organizationId", header.organizationId());
        return services.memberships()
                .require(call, header.organizationId(), MemberRole.MANAGERS, "organization")
                .compose(allowed -> vertx.executeBlocking(() -> prepare(header, seatMap), false))
                .compose(ready -> idempotency.once(
                        call,
                        operation,
                        request,
                        transaction -> store.insert(transaction, ready.venue(), ready.sectionsJson())));
    }

    private static Ready prepare(Header header, Function<Violations, List<Section>> seatMap) {
        Violations violations = new Violations();
        Texts.name(violations, "/name", header.name());
        Texts.name(violations, "/city", header.city());
        if (header.timezone() == null || !ZoneId.getAvailableZoneIds().contains(header.timezone())) {
            violations.add("/timezone", "This must be an IANA time zone, such as America/Sao_Paulo.");
        }
        List<Section> sections = seatMap.apply(violations);
        violations.throwIfAny();
        Venue venue = new Venue(
                Ids.next(),
                header.organizationId(),
                header.name(),
                header.city(),
                header.timezone(),
                SeatMap.capacity(sections),
                sections,
                Instant.now().truncatedTo(ChronoUnit.MILLIS));
        return new Ready(venue, VenueStore.toJson(sections));
    }

    private record Header(UUID organizationId, String name, String city, String timezone) {}

    private record Ready(Venue venue, String sectionsJson) {}
}
