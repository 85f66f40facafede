package io.ticketsafe.gateway.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ticketsafe.contract.Json;
import io.ticketsafe.contract.tickets.SaleOperations.SeatRow;
import io.ticketsafe.gateway.live.LiveSection.Standing;
import io.vertx.core.buffer.Buffer;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What goes over the wire: server-sent events (HTML standard, 9.2). */
final class Frames {
    static final Buffer HEARTBEAT = Buffer.buffer(":\n\n");
    private static final String LETTERS = "fhcsb";

    private Frames() {}

    /** How long a client is to wait before it connects again. */
    static Buffer retry(long ms) {
        return Buffer.buffer("retry:" + ms + "\n\n");
    }

    /** The whole map. */
    static Buffer snapshot(LiveMap map) {
        List<Section> sections = map.sections().stream()
                .map(section ->
                        new Section(section.code(), section.show(), section.isSeated() ? null : section.standing()))
                .toList();
        try {
            String json = Json.MAPPER.writeValueAsString(new Snapshot(map.eventId(), map.version(), sections));
            return event(map.version(), "snapshot", json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The places that were touched, as they are now. */
    static Buffer change(LiveMap map, long after, Iterable<Touched> all) {
        Set<Long> seen = new HashSet<>();
        StringBuilder[] seats = new StringBuilder[LETTERS.length()];
        StringBuilder standing = new StringBuilder();
        for (Touched touched : all) {
            for (int i = 0; i < touched.size(); i++) {
                long place = touched.place(i);
                if (seen.add(place)) {
                    LiveSection section = map.sections().get(Touched.sectionOf(place));
                    append(section, Touched.positionOf(place), seats, standing);
                }
            }
        }
        StringBuilder json = new StringBuilder(256);
        json.append("{\"after\":").append(after).append(",\"seats\":{");
        boolean first = true;
        for (int i = 0; i < seats.length; i++) {
            if (seats[i] != null) {
                json.append(first ? "\"" : ",\"")
                        .append(LETTERS.charAt(i))
                        .append("\":[")
                        .append(seats[i])
                        .append(']');
                first = false;
            }
        }
        json.append("},\"standing\":{").append(standing).append("}}");
        return event(map.version(), "change", json);
    }

    private static void append(LiveSection section, int position, StringBuilder[] seats, StringBuilder standing) {
        if (position < 0) {
            Standing now = section.standing();
            standing.append(standing.isEmpty() ? "\"" : ",\"")
                    .append(section.code())
                    .append("\":{\"free\":")
                    .append(now.free())
                    .append(",\"held\":")
                    .append(now.held())
                    .append(",\"claimed\":")
                    .append(now.claimed())
                    .append(",\"sold\":")
                    .append(now.sold())
                    .append('}');
            return;
        }
        int letter = Math.max(0, LETTERS.indexOf(section.letter(position)));
        StringBuilder labels = seats[letter];
        if (labels == null) {
            labels = new StringBuilder(128);
            seats[letter] = labels;
        } else {
            labels.append(',');
        }
        labels.append('"');
        section.appendLabel(position, labels);
        labels.append('"');
    }

    /** Nothing follows. It has no id: whoever comes again is told that there is no stream. */
    static Buffer end() {
        return Buffer.buffer("event:end\ndata:{}\n\n");
    }

    private static Buffer event(long version, String name, CharSequence json) {
        return Buffer.buffer("id:" + version + "\nevent:" + name + "\ndata:" + json + "\n\n");
    }

    private record Snapshot(UUID eventId, long version, List<Section> sections) {}

    private record Section(String code, List<SeatRow> rows, Standing standing) {}
}
