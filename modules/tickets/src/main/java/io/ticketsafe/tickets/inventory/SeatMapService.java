package io.ticketsafe.tickets.inventory;

import io.ticketsafe.common.bus.Call;
import io.ticketsafe.contract.tickets.SeatMapOperations.GetSeatMap;
import io.ticketsafe.contract.tickets.SeatMapOperations.SeatMap;
import io.ticketsafe.contract.tickets.SeatMapOperations.SeatMapSection;
import io.ticketsafe.tickets.sale.Sale;
import io.ticketsafe.tickets.sale.SaleSheets;
import io.ticketsafe.tickets.sale.Section;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** All places of an event at one moment, for those who follow them. */
final class SeatMapService {
    private final SaleSheets sales;
    private final AvailabilityService availability;

    SeatMapService(SaleSheets sales, AvailabilityService availability) {
        this.sales = sales;
        this.availability = availability;
    }

    Future<SeatMap> get(GetSeatMap request, Call call) {
        long known = request.known() == null ? AvailabilityService.NOTHING_KNOWN : request.known();
        return sales.byEvent(request.eventId())
                .compose(sale -> availability
                        .read(sale, sale.sections(), known)
                        .map(reply -> new SeatMap(
                                sale.eventId(),
                                AvailabilityService.version(reply),
                                hasEnded(sale),
                                AvailabilityService.hasSections(reply) ? sections(sale, reply) : null)));
    }

    private static boolean hasEnded(Sale sale) {
        Instant end = sale.sheet().endsAt();
        return sale.isCanceled() || (end != null && !end.isAfter(Instant.now()));
    }

    private static List<SeatMapSection> sections(Sale sale, Response reply) {
        List<SeatMapSection> sections = new ArrayList<>(sale.sections().size());
        for (int i = 0; i < sale.sections().size(); i++) {
            Section section = sale.sections().get(i);
            Response content = AvailabilityService.content(reply, i);
            sections.add(
                    section.isSeated()
                            ? new SeatMapSection(
                                    section.code(),
                                    section.kind(),
                                    AvailabilityService.rows(section, content.toString()),
                                    null)
                            : new SeatMapSection(
                                    section.code(),
                                    section.kind(),
                                    null,
                                    StreamSupport.stream(content.spliterator(), false)
                                            .map(counter -> counter == null ? 0 : counter.toInteger())
                                            .toList()));
        }
        return sections;
    }
}
