package io.ticketsafe.gateway.endpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.ticketsafe.contract.Json;
import io.ticketsafe.contract.tickets.HoldOperations.BestChoice;
import io.ticketsafe.contract.tickets.HoldOperations.HoldSeats;
import io.ticketsafe.contract.tickets.HoldOperations.SeatChoice;
import io.ticketsafe.contract.tickets.HoldOperations.StandingChoice;
import io.ticketsafe.gateway.schema.Texts;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Reads the body of a hold straight from its bytes, without a tree and without the schema, which halved the speed of the
 * hot path. It takes a body only when it is sure that the schema would; whatever else comes goes the plain way, which
 * also finds the words for what is wrong. A test holds the two together.
 */
final class HoldDecoder {
    private static final JsonFactory JSON = Json.MAPPER.getFactory();
    private static final int MOST_SEATS = 200;
    private static final int MOST_SECTIONS = 200;
    private static final int MOST_STANDING = 100;
    private static final int MOST_PLACES = 200;
    private static final int LONGEST_LABEL = 100;
    private static final int LONGEST_TYPE = 40;
    private static final int LONGEST_SECTION = 20;
    private static final int LONGEST_KEY = 200;

    private final JsonParser parser;
    private List<SeatChoice> seats;
    private BestChoice best;
    private List<StandingChoice> standing;
    private String channelKey;

    /** Thrown, without a trace, at the first thing that needs a closer look. */
    private static final class LookCloser extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private static final LookCloser SIGNAL = new LookCloser();

        LookCloser() {
            super(null, null, false, false);
        }
    }

    private HoldDecoder(JsonParser parser) {
        this.parser = parser;
    }

    /** The request, or null when the body needs a closer look. */
    static HoldSeats decode(UUID eventId, Buffer body) {
        try (JsonParser parser = JSON.createParser(body.getBytes())) {
            return new HoldDecoder(parser).read(eventId);
        } catch (IOException | LookCloser e) {
            return null;
        }
    }

    private HoldSeats read(UUID eventId) throws IOException {
        expect(JsonToken.START_OBJECT);
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            switch (name) {
                case "seats" -> seats = once(seats, this::seats);
                case "best" -> best = once(best, this::best);
                case "standing" -> standing = once(standing, this::standing);
                case "channelKey" -> channelKey = once(channelKey, () -> nextText(LONGEST_KEY));
                default -> throw LookCloser.SIGNAL;
            }
        }
        require(parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null);
        require(seats != null || best != null || standing != null);
        return new HoldSeats(eventId, seats, best, standing, channelKey);
    }

    private List<SeatChoice> seats() throws IOException {
        expect(JsonToken.START_ARRAY);
        List<SeatChoice> choices = new ArrayList<>(4);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            require(choices.size() < MOST_SEATS);
            choices.add(parser.currentToken() == JsonToken.START_OBJECT ? seat() : new SeatChoice(text(LONGEST_LABEL)));
        }
        require(!choices.isEmpty());
        return choices;
    }

    private SeatChoice seat() throws IOException {
        String label = null;
        String type = null;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            switch (name) {
                case "seat" -> label = once(label, () -> nextText(LONGEST_LABEL));
                case "ticketType" -> type = once(type, this::nextType);
                default -> throw LookCloser.SIGNAL;
            }
        }
        require(label != null && parser.currentToken() == JsonToken.END_OBJECT);
        return new SeatChoice(label, type);
    }

    private BestChoice best() throws IOException {
        expect(JsonToken.START_OBJECT);
        Integer quantity = null;
        List<String> sections = null;
        String type = null;
        Boolean accessible = null;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            switch (name) {
                case "quantity" -> quantity = once(quantity, this::quantity);
                case "sections" -> sections = once(sections, this::sections);
                case "ticketType" -> type = once(type, this::nextType);
                case "accessible" -> accessible = once(accessible, this::flag);
                default -> throw LookCloser.SIGNAL;
            }
        }
        require(quantity != null && parser.currentToken() == JsonToken.END_OBJECT);
        return new BestChoice(quantity, sections, type, accessible);
    }

    private List<StandingChoice> standing() throws IOException {
        expect(JsonToken.START_ARRAY);
        List<StandingChoice> choices = new ArrayList<>(2);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            require(choices.size() < MOST_STANDING && parser.currentToken() == JsonToken.START_OBJECT);
            choices.add(standingChoice());
        }
        require(!choices.isEmpty());
        return choices;
    }

    private StandingChoice standingChoice() throws IOException {
        String section = null;
        Integer quantity = null;
        String type = null;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            switch (name) {
                case "section" -> section = once(section, this::nextSection);
                case "quantity" -> quantity = once(quantity, this::quantity);
                case "ticketType" -> type = once(type, this::nextType);
                default -> throw LookCloser.SIGNAL;
            }
        }
        require(section != null && quantity != null && parser.currentToken() == JsonToken.END_OBJECT);
        return new StandingChoice(section, quantity, type);
    }

    private List<String> sections() throws IOException {
        expect(JsonToken.START_ARRAY);
        List<String> codes = new ArrayList<>(2);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            require(codes.size() < MOST_SECTIONS);
            codes.add(section(text(LONGEST_SECTION)));
        }
        return codes;
    }

    private String nextSection() throws IOException {
        return section(nextText(LONGEST_SECTION));
    }

    private static String section(String code) {
        for (int i = 0; i < code.length(); i++) {
            require(isWord(code.charAt(i)));
        }
        return code;
    }

    private String nextType() throws IOException {
        String code = nextText(LONGEST_TYPE);
        for (int i = 0; i < code.length(); i++) {
            require(isWord(code.charAt(i)) || code.charAt(i) == '-');
        }
        return code;
    }

    private static boolean isWord(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
    }

    private Integer quantity() throws IOException {
        expect(JsonToken.VALUE_NUMBER_INT);
        require(parser.getNumberType() == JsonParser.NumberType.INT);
        int quantity = parser.getIntValue();
        require(quantity >= 1 && quantity <= MOST_PLACES);
        return quantity;
    }

    private Boolean flag() throws IOException {
        Boolean flag = parser.nextBooleanValue();
        require(flag != null);
        return flag;
    }

    private String nextText(int longest) throws IOException {
        parser.nextToken();
        return text(longest);
    }

    private String text(int longest) throws IOException {
        require(parser.currentToken() == JsonToken.VALUE_STRING);
        String text = parser.getText();
        require(!text.isEmpty() && text.length() <= longest && Texts.isStorable(text));
        return text;
    }

    private void expect(JsonToken token) throws IOException {
        require(parser.nextToken() == token);
    }

    private static void require(boolean sure) {
        if (!sure) {
            throw LookCloser.SIGNAL;
        }
    }

    /** A member that comes twice is refused by the plain way. */
    private static <T> T once(T before, Part<T> part) throws IOException {
        require(before == null);
        return part.read();
    }

    private interface Part<T> {
        T read() throws IOException;
    }
}
