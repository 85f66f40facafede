package io.ticketsafe.tickets.inventory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.tickets.SaleOperations.Availability;
import io.ticketsafe.contract.tickets.SaleOperations.GetAvailability;
import io.ticketsafe.contract.tickets.SaleOperations.GetSeats;
import io.ticketsafe.contract.tickets.SaleOperations.SeatRow;
import io.ticketsafe.contract.tickets.SaleOperations.SeatRows;
import io.ticketsafe.contract.tickets.SaleOperations.SectionAvailability;
import io.ticketsafe.tickets.sale.Sale;
import io.ticketsafe.tickets.sale.SaleSheets;
import io.ticketsafe.tickets.sale.Section;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What is left to sell. The last answer is kept and given again as long as the inventory has not changed. */
final class AvailabilityService {
    private static final int FIRST_SECTION = 3;
    private static final int MOST_KEPT = 500;
    static final long NOTHING_KNOWN = -1;

    private final SaleSheets sales;
    private final Inventory inventory;
    private final SeenVersions seen;
    private final Cache<UUID, Availability> last =
            Caffeine.newBuilder().maximumSize(MOST_KEPT).build();

    AvailabilityService(SaleSheets sales, Inventory inventory, SeenVersions seen) {
        this.sales = sales;
        this.inventory = inventory;
        this.seen = seen;
    }

    Future<Availability> availability(GetAvailability request, Call call) {
        Availability known = last.getIfPresent(request.eventId());
        return sales.byEvent(request.eventId())
                .compose(sale -> read(sale, sale.sections(), known == null ? NOTHING_KNOWN : known.version())
                        .map(reply -> {
                            if (reply.size() == FIRST_SECTION && known != null) {
                                return known;
                            }
                            Availability fresh = count(sale, reply);
                            last.put(sale.eventId(), fresh);
                            return fresh;
                        }));
    }

    Future<SeatRows> seats(GetSeats request, Call call) {
        return sales.byEvent(request.eventId()).compose(sale -> {
            Section section = request.section() == null ? null : sale.section(request.section());
            if (section == null) {
                return Future.failedFuture(ServiceFault.notFound("section"));
            }
            return read(sale, List.of(section), NOTHING_KNOWN).map(reply -> rows(sale, section, reply));
        });
    }

    /** All of the sections at one moment; none when the caller knows that version. */
    Future<Response> read(Sale sale, List<Section> sections, long known) {
        Object[] values = new Object[FIRST_SECTION + sections.size() + 1];
        values[0] = sale.metaKey();
        values[1] = sale.expiryKey();
        values[2] = sale.buyersKey();
        for (int i = 0; i < sections.size(); i++) {
            values[FIRST_SECTION + i] = sections.get(i).key();
        }
        values[values.length - 1] = known;
        return inventory
                .run(sale, current -> inventory.script(Scripts.READ, FIRST_SECTION + sections.size(), values))
                .onSuccess(reply -> seen.note(sale.eventId(), reply.get(2).toLong()));
    }

    private static Availability count(Sale sale, Response reply) {
        List<SectionAvailability> sections = new ArrayList<>(sale.sections().size());
        for (int i = 0; i < sale.sections().size(); i++) {
            Section section = sale.sections().get(i);
            Response content = reply.get(FIRST_SECTION + i);
            sections.add(section.isSeated() ? countSeats(section, content.toBytes()) : countStanding(section, content));
        }
        return new Availability(sale.eventId(), reply.get(2).toLong(), sections);
    }

    private static SectionAvailability countSeats(Section section, byte[] letters) {
        int[] counts = new int[128];
        for (byte letter : letters) {
            counts[letter | 0x20]++;
        }
        int others = section.capacity() - counts['f'] - counts['h'] - counts['c'] - counts['s'];
        return of(section, counts['f'], counts['h'], counts['c'], counts['s'], others);
    }

    private static SectionAvailability countStanding(Section section, Response counters) {
        int free = counters.get(0).toInteger();
        int held = counters.get(1).toInteger();
        int left = free + (counters.get(4) == null ? 0 : counters.get(4).toInteger());
        int forAll = Math.max(0, Math.min(free, left));
        return of(
                section,
                forAll,
                Math.max(0, held + Math.min(0, left)),
                counters.get(2).toInteger(),
                counters.get(3).toInteger(),
                Math.max(0, left) - forAll);
    }

    private static SectionAvailability of(Section section, int free, int held, int claimed, int sold, int blocked) {
        return new SectionAvailability(
                section.code(), section.name(), section.kind(), free, held, claimed, sold, blocked, section.capacity());
    }

    /** A standing section has no rows. */
    private static SeatRows rows(Sale sale, Section section, Response reply) {
        List<SeatRow> rows =
                section.isSeated() ? rows(section, content(reply, 0).toString()) : List.of();
        return new SeatRows(sale.eventId(), section.code(), version(reply), rows);
    }

    static long version(Response reply) {
        return reply.get(2).toLong();
    }

    static boolean hasSections(Response reply) {
        return reply.size() > FIRST_SECTION;
    }

    static Response content(Response reply, int section) {
        return reply.get(FIRST_SECTION + section);
    }

    /** As everybody may see them. */
    static List<SeatRow> rows(Section section, String letters) {
        String text = SeatLetters.forAll(letters);
        List<SeatRow> rows = new ArrayList<>(section.rowCount());
        int start = 0;
        for (int i = 0; i < section.rowCount(); i++) {
            int bar = text.indexOf('|', start);
            int end = bar < 0 ? text.length() : bar;
            rows.add(section.show(i, text.substring(start, end)));
            start = end + 1;
        }
        return rows;
    }
}
