package io.ticketsafe.tickets.inventory;

import io.ticketsafe.tickets.sale.Channels;
import io.ticketsafe.tickets.sale.Sale;
import io.ticketsafe.tickets.sale.Section;
import io.vertx.redis.client.Response;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What an inventory says of assignments in its hash {@code meta}; see {@code lua/tickets/include/assigned.lua}. */
final class Assigned {
    static final String DIGEST = "assigned";
    static final String HOMES = "homes";
    private static final String ALLOTTED = "allotted";
    private static final String RELEASES = "releases";
    private static final String SEPARATOR = ",";

    private Assigned() {}

    /** Fields of meta in the order in which the script {@code rules.lua} takes their values. */
    static Map<String, Object> meta(Sale sale) {
        Channels channels = sale.channels();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(DIGEST, channels.digest());
        fields.put(
                HOMES,
                channels.homes().isEmpty()
                        ? ""
                        : SEPARATOR + String.join(SEPARATOR, channels.homes().keySet()) + SEPARATOR);
        fields.put(ALLOTTED, String.join(SEPARATOR, channels.allotments().keySet()));
        fields.put(
                RELEASES,
                channels.releases().stream()
                        .map(release -> release.atMs() + ":" + release.channel().letter() + ":"
                                + release.channel().code())
                        .collect(Collectors.joining(";")));
        return fields;
    }

    /** Sections with seats that are assigned, in the order of their homes. */
    static List<Section> sections(Sale sale) {
        return sale.channels().homes().keySet().stream().map(sale::section).toList();
    }

    /** The same of what stands in meta, null included. */
    static List<String> sections(Response homes) {
        return homes == null
                ? List.of()
                : Arrays.stream(homes.toString().split(SEPARATOR))
                        .filter(code -> !code.isEmpty())
                        .toList();
    }
}
