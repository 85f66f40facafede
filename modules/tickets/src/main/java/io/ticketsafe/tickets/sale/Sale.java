package io.ticketsafe.tickets.sale;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ticketsafe.contract.Percent;
import io.ticketsafe.contract.tickets.SaleOperations.SaleSheet;
import io.ticketsafe.contract.tickets.SaleOperations.SheetRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The sale of one event: its sheet, made ready for quick look-ups. Immutable. */
public final class Sale {
    private final long number;
    private final boolean canceled;
    private final long createdAtMs;
    private final SaleSheet sheet;
    private final List<Section> sections;
    private final Channels channels;
    private final Map<String, Section> byCode;
    private final String prefix;
    private final byte[] meta;
    private final byte[] holds;
    private final byte[] ended;
    private final byte[] expiry;
    private final byte[] buyers;
    private final byte[] version;
    private final List<SectionGroup> anySeats;
    private final Percent commission;

    Sale(long number, boolean canceled, long createdAtMs, SaleSheet sheet, List<Section> sections, Channels channels) {
        this.number = number;
        this.canceled = canceled;
        this.createdAtMs = createdAtMs;
        this.sheet = sheet;
        this.sections = List.copyOf(sections);
        this.channels = channels;
        this.byCode = sections.stream().collect(Collectors.toMap(Section::code, Function.identity()));
        this.prefix = prefix(sheet.eventId());
        this.meta = (prefix + "meta").getBytes(UTF_8);
        this.holds = (prefix + "holds").getBytes(UTF_8);
        this.ended = (prefix + "ended").getBytes(UTF_8);
        this.expiry = (prefix + "expiry").getBytes(UTF_8);
        this.buyers = (prefix + "buyers").getBytes(UTF_8);
        this.version = Long.toString(sheet.version()).getBytes(UTF_8);
        this.anySeats = SectionGroup.of(sections, null);
        String percent = sheet.rules().commissionPercent();
        this.commission = Percent.parse(percent == null ? "0" : percent);
    }

    /** What all keys of an event begin with; the braces put them into one slot of a Redis cluster. */
    public static String prefix(UUID eventId) {
        return "ts:{" + eventId + "}:";
    }

    public UUID eventId() {
        return sheet.eventId();
    }

    /** Small number of this sale, part of the id of each of its holds. */
    public long number() {
        return number;
    }

    public boolean isCanceled() {
        return canceled;
    }

    public long createdAtMs() {
        return createdAtMs;
    }

    public SaleSheet sheet() {
        return sheet;
    }

    public SheetRules rules() {
        return sheet.rules();
    }

    /** Whether the organisation may take money for places itself: the organiser, and whoever one of the channels is for. */
    public boolean isSoldAtDeskOf(UUID organizationId) {
        return sheet.organizationId().equals(organizationId) || hasChannelFor(organizationId);
    }

    private boolean hasChannelFor(UUID agency) {
        return sheet.assignments() != null
                && sheet.assignments().channels().stream().anyMatch(channel -> agency.equals(channel.organizationId()));
    }

    /** Most places of one order at a point of sale. */
    public int maxPerPosOrder() {
        Integer cap = rules().maxPerPosOrder();
        return cap == null ? SheetRules.MOST_PER_POS_ORDER : cap;
    }

    /** ISO 4217 code of all prices. */
    public String currency() {
        return sheet.ticketTypes().get(0).price().currency();
    }

    public List<Section> sections() {
        return sections;
    }

    /** What scripts need to know of rows that are not filled from their middle: field of the inventory's meta data, value. */
    public Map<String, String> focalSeats() {
        return sections.stream()
                .filter(section -> !section.focalSeats().isEmpty())
                .collect(Collectors.toMap(section -> "focal:" + section.code(), Section::focalSeats));
    }

    /** The seated sections as they are sold when no section and no ticket type is named. */
    public List<SectionGroup> anySeats() {
        return anySeats;
    }

    public Channels channels() {
        return channels;
    }

    /** Null when there is no such section. */
    public Section section(String code) {
        return byCode.get(code);
    }

    /** The seat with the label {@code SECTION-ROW-SEAT}, or null. */
    public SeatAt seat(String label) {
        int first = label.indexOf('-');
        int last = label.lastIndexOf('-');
        if (first < 0 || first == last) {
            return null;
        }
        Section section = byCode.get(label.substring(0, first));
        int position =
                section == null ? -1 : section.positionOf(label.substring(first + 1, last), label.substring(last + 1));
        return position < 0 ? null : new SeatAt(section, position);
    }

    /** At what one place of the section is sold as this ticket type; empty when the type is unknown or does not cover the section. */
    public Optional<Offer> offer(String section, String ticketType) {
        Section found = byCode.get(section);
        return Optional.ofNullable(found == null ? null : found.offer(ticketType));
    }

    /**
     * What an agency gets of the price of each ticket. Nothing, unless one of the channels is for it: anybody may found an agency, and
     * would else pay commission to themselves.
     *
     * @param channel code of the one whose key the hold was made with; null for none
     */
    public Percent commission(String channel, UUID agency) {
        if (!hasChannelFor(agency)) {
            return Percent.ZERO;
        }
        Channels.Channel sold = channel == null ? null : channels.withCode(channel);
        boolean others = sold != null
                && sold.organizationId() != null
                && !sold.organizationId().equals(agency);
        return sold != null && sold.commission() != null && !others ? sold.commission() : commission;
    }

    public byte[] metaKey() {
        return meta;
    }

    public byte[] expiryKey() {
        return expiry;
    }

    public byte[] buyersKey() {
        return buyers;
    }

    public byte[] holdsKey() {
        return holds;
    }

    /** There while the inventory is being loaded. */
    public String loadKey() {
        return prefix + "load";
    }

    public byte[] endedKey() {
        return ended;
    }

    /** Key of the text that a section has when nobody holds or owns a seat of it; see {@link Channels#homes}. */
    public String homeKey(String section) {
        return prefix + "home:" + section;
    }

    /** The sheet's version, as scripts compare it. */
    public byte[] version() {
        return version;
    }

    /** Where a seat stands in the text of its section. */
    public record SeatAt(Section section, int position) {}
}
