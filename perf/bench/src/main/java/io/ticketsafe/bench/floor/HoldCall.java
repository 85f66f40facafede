package io.ticketsafe.bench.floor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ticketsafe.bench.Hall;
import io.ticketsafe.bench.Show;
import io.ticketsafe.tickets.inventory.HoldId;
import io.ticketsafe.tickets.inventory.RawId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What the script {@code hold.lua} is called with for one event, as its header says. The floors pass what TicketSafe passes for the
 * same request, the hash of the request included, so that Redis does the same work for both.
 */
final class HoldCall {
    static final String SCRIPT = "lua/tickets/hold.lua";

    /** As long as the hash that TicketSafe passes. */
    private static final byte[] HASH = bytes("01234567");

    private static final byte[] NONE = bytes("");
    private static final byte[] ZERO = bytes("0");
    private static final byte[] TWO = bytes("2");
    private static final byte[] FREE = bytes("f");

    private final Hall hall;
    private final String prefix;
    private final byte[] meta;
    private final byte[] holds;
    private final byte[] expiry;
    private final byte[] buyers;
    private final byte[] sheet;
    private final byte[] bestOffers;
    private final ConcurrentMap<String, byte[]> sections = new ConcurrentHashMap<>();

    HoldCall(Hall hall, Show show) {
        this.hall = hall;
        this.prefix = show.prefix();
        this.meta = bytes(prefix + "meta");
        this.holds = bytes(prefix + "holds");
        this.expiry = bytes(prefix + "expiry");
        this.buyers = bytes(prefix + "buyers");
        this.sheet = bytes(show.sheet());
        this.bestOffers = bytes(Hall.OFFER + ':' + hall.sections() + ';');
    }

    /** Values to follow the script's digest, the number of keys first; seats of one section. */
    byte[][] seats(UUID holdId, UUID holder, String section, List<Integer> positions) {
        String places = section + ':' + Hall.OFFER + ':' + runs(positions);
        byte[] key = sections.computeIfAbsent(section, code -> bytes(prefix + "sec:" + code));
        return new byte[][] {
            bytes("5"),
            meta,
            holds,
            expiry,
            buyers,
            key,
            sheet,
            HoldId.raw(holdId),
            RawId.of(holder),
            HASH,
            bytes(Integer.toString(positions.size())),
            bytes(places),
            ZERO,
            FREE,
            NONE
        };
    }

    /** The two best that are left. */
    byte[][] best(UUID holdId, UUID holder) {
        int keys = 4 + hall.sections();
        byte[][] values = new byte[1 + keys + 9][];
        values[0] = bytes(Integer.toString(keys));
        values[1] = meta;
        values[2] = holds;
        values[3] = expiry;
        values[4] = buyers;
        for (int i = 0; i < hall.sections(); i++) {
            values[5 + i] = sections.computeIfAbsent("S" + (i + 1), code -> bytes(prefix + "sec:" + code));
        }
        byte[][] arguments = {sheet, HoldId.raw(holdId), RawId.of(holder), HASH, TWO, NONE, TWO, FREE, bestOffers};
        System.arraycopy(arguments, 0, values, 1 + keys, arguments.length);
        return values;
    }

    private static String runs(List<Integer> positions) {
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < positions.size(); i++) {
            int first = positions.get(i);
            int last = first;
            while (i + 1 < positions.size() && positions.get(i + 1) == last + 1) {
                last++;
                i++;
            }
            list.append(list.length() == 0 ? "" : ",").append(first);
            if (last > first) {
                list.append('-').append(last);
            }
        }
        return list.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
