package io.ticketsafe.bench.floor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ticketsafe.bench.Hall;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The script's replies as the JSON that TicketSafe answers, members and all. */
final class FloorAnswers {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int ANSWER_BYTES = 640;

    private FloorAnswers() {}

    static Buffer hold(Hall hall, String event, String id, Response reply) {
        String places = reply.get(5).toString();
        String section = places.substring(0, places.indexOf(':'));
        List<String> seats = seats(hall, section, places.substring(places.lastIndexOf(':') + 1));
        String adjacent = reply.get(6).toString();
        return written(json -> {
            json.writeStringField("id", id);
            json.writeStringField("eventId", event);
            json.writeStringField("status", "active");
            json.writeArrayFieldStart("seats");
            for (String seat : seats) {
                json.writeString(seat);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("standing");
            json.writeEndArray();
            json.writeArrayFieldStart("items");
            for (String seat : seats) {
                json.writeStartObject();
                json.writeStringField("seat", seat);
                json.writeStringField("section", section);
                json.writeStringField("ticketType", Hall.TICKET_TYPE);
                money(json, "price", Hall.PRICE_MINOR);
                json.writeEndObject();
            }
            json.writeEndArray();
            money(json, "total", (long) Hall.PRICE_MINOR * seats.size());
            if (!adjacent.isEmpty()) {
                json.writeBooleanField("adjacent", adjacent.equals("1"));
            }
            json.writeStringField(
                    "createdAt", Instant.ofEpochMilli(reply.get(3).toLong()).toString());
            json.writeStringField(
                    "expiresAt", Instant.ofEpochMilli(reply.get(4).toLong()).toString());
        });
    }

    static Buffer refusal(Hall hall, Response reply) {
        return written(json -> {
            json.writeStringField("type", "about:blank");
            json.writeStringField("title", "The places are taken.");
            json.writeNumberField("status", 409);
            json.writeStringField("detail", "Somebody else has these seats.");
            json.writeStringField("code", "SEATS_TAKEN");
            json.writeArrayFieldStart("seats");
            for (int i = 2; i < reply.size(); i++) {
                String seat = reply.get(i).toString();
                int colon = seat.indexOf(':');
                if (colon > 0) {
                    json.writeString(
                            hall.labelAt(seat.substring(0, colon), Integer.parseInt(seat.substring(colon + 1))));
                }
            }
            json.writeEndArray();
        });
    }

    private static List<String> seats(Hall hall, String section, String runs) {
        List<String> seats = new ArrayList<>(2);
        for (String run : runs.split(",")) {
            int dash = run.indexOf('-');
            int first = Integer.parseInt(dash < 0 ? run : run.substring(0, dash));
            int last = dash < 0 ? first : Integer.parseInt(run.substring(dash + 1));
            for (int position = first; position <= last; position++) {
                seats.add(hall.labelAt(section, position));
            }
        }
        return seats;
    }

    private static void money(JsonGenerator json, String name, long amountMinor) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("amountMinor", amountMinor);
        json.writeStringField("currency", Hall.CURRENCY);
        json.writeEndObject();
    }

    private static Buffer written(Members members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(ANSWER_BYTES);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Buffer.buffer(bytes.toByteArray());
    }

    private interface Members {
        void write(JsonGenerator json) throws IOException;
    }
}
