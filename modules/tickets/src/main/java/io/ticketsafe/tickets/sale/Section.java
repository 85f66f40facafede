package io.ticketsafe.tickets.sale;

import io.ticketsafe.contract.events.VenueOperations.SectionKind;
import io.ticketsafe.contract.tickets.SaleOperations.SeatRow;
import io.ticketsafe.contract.tickets.SaleOperations.SheetRow;
import io.ticketsafe.contract.tickets.SaleOperations.SheetSection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A section of a sale. A seated one is a text in Redis: a letter per seat, row after row, rows separated by one '|', so
 * that neighbours in the text are neighbours in the hall. A seat's position is its index in that text.
 */
public final class Section {
    private static final char ROW_END = '|';

    private final SheetSection sheet;
    private final byte[] key;
    private final List<Offer> offers;
    private final Map<String, Offer> offersInHolds = new HashMap<>();
    private final Map<String, Row> rowsByLabel = new HashMap<>();
    private final Row[] rows;
    private final String focalSeats;

    Section(SheetSection sheet, byte[] key, List<Offer> offers, List<Row> rows) {
        this.sheet = sheet;
        this.key = key;
        this.offers = List.copyOf(offers);
        this.rows = rows.toArray(Row[]::new);
        rows.forEach(row -> rowsByLabel.put(row.label, row));
        offers.forEach(offer -> offersInHolds.put(offer.inHolds(), offer));
        StringBuilder focal = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            Integer seat = sheet.rows().get(i).focal();
            if (seat != null) {
                focal.append(rows.get(i).start).append('=').append(seat).append(';');
            }
        }
        this.focalSeats = focal.toString();
    }

    public String code() {
        return sheet.code();
    }

    public String name() {
        return sheet.name();
    }

    public SectionKind kind() {
        return sheet.kind();
    }

    public boolean isSeated() {
        return sheet.kind() == SectionKind.SEATED;
    }

    public int capacity() {
        return sheet.capacity();
    }

    /** Key in Redis. */
    public byte[] key() {
        return key;
    }

    /** What it may be sold as, in the event's order; the first is what nobody chose. */
    public List<Offer> offers() {
        return offers;
    }

    /** Null when the section is not sold as this ticket type. */
    public Offer offer(String ticketType) {
        for (Offer offer : offers) {
            if (offer.ticketType().equals(ticketType)) {
                return offer;
            }
        }
        return null;
    }

    /** @param ticketType null for what nobody chose */
    public Offer offerFor(String ticketType) {
        if (ticketType != null) {
            return offer(ticketType);
        }
        return offers.isEmpty() ? null : offers.get(0);
    }

    /** What a hold remembers; the price stays what it was when it was held, whatever the sheet says by now. */
    public Offer offerInHold(String ticketType, String price) {
        String inHold = ticketType + ':' + price;
        Offer current = offersInHolds.get(inHold);
        return current != null ? current : Offer.read(ticketType, price);
    }

    /** -1 when there is no such seat. */
    int positionOf(String row, String seat) {
        Row found = rowsByLabel.get(row);
        int index = found == null ? -1 : found.names.indexOf(seat);
        return index < 0 ? -1 : found.start + index;
    }

    /** {@code SECTION-ROW-SEAT}. */
    public String labelAt(int position) {
        int low = 0;
        int high = rows.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (rows[middle].start <= position) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        Row row = rows[low];
        return code() + '-' + row.label + '-' + row.names.at(position - row.start);
    }

    /**
     * First and last position of the section, of a row, of a seat or of the seats {@code FROM:TO} of a row; null when there is no such
     * thing.
     *
     * @param selector one to three parts: section, row, seats
     */
    int[] range(String[] selector) {
        if (selector.length == 1) {
            Row last = rows[rows.length - 1];
            return new int[] {0, last.start + last.names.size() - 1};
        }
        Row row = rowsByLabel.get(selector[1]);
        if (row == null) {
            return null;
        }
        if (selector.length == 2) {
            return new int[] {row.start, row.start + row.names.size() - 1};
        }
        int colon = selector[2].indexOf(':');
        int first = row.names.indexOf(colon < 0 ? selector[2] : selector[2].substring(0, colon));
        int last = colon < 0 ? first : row.names.indexOf(selector[2].substring(colon + 1));
        return first < 0 || last < first ? null : new int[] {row.start + first, row.start + last};
    }

    static boolean isRowEnd(char letter) {
        return letter == ROW_END;
    }

    public int rowCount() {
        return rows.length;
    }

    /** A row as it is shown. */
    public SeatRow show(int row, String letters) {
        SeatNames names = rows[row].names;
        List<String> accessible = sheet.rows().get(row).accessible();
        return new SeatRow(
                rows[row].label,
                letters,
                names.areNumbered() ? null : names.names(),
                accessible == null || accessible.isEmpty() ? null : accessible);
    }

    /** Rows that are not filled from their middle, {@code POSITION=FOCAL;} for each, as hold.lua reads them; may be empty. */
    public String focalSeats() {
        return focalSeats;
    }

    /** The text with every seat free. */
    public StringBuilder freeText() {
        StringBuilder text = new StringBuilder(capacity() + rows.length);
        for (SheetRow row : sheet.rows()) {
            if (text.length() > 0) {
                text.append(ROW_END);
            }
            Set<String> accessible = row.accessible() == null ? Set.of() : new HashSet<>(row.accessible());
            row.seats().forEach(seat -> text.append(accessible.contains(seat) ? 'F' : 'f'));
        }
        return text;
    }

    /**
     * A row.
     *
     * @param start position of its first seat
     */
    record Row(String label, SeatNames names, int start) {}
}
