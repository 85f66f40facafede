package io.ticketsafe.tickets;

import io.ticketsafe.common.Ids;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.events.EventOperations.Fee;
import io.ticketsafe.contract.events.EventOperations.FeePayer;
import io.ticketsafe.contract.events.EventOperations.TicketType;
import io.ticketsafe.contract.events.VenueOperations.SectionKind;
import io.ticketsafe.contract.tickets.ChannelKeys;
import io.ticketsafe.contract.tickets.SaleOperations.SaleSheet;
import io.ticketsafe.contract.tickets.SaleOperations.SheetAllotment;
import io.ticketsafe.contract.tickets.SaleOperations.SheetAssignments;
import io.ticketsafe.contract.tickets.SaleOperations.SheetChannel;
import io.ticketsafe.contract.tickets.SaleOperations.SheetRow;
import io.ticketsafe.contract.tickets.SaleOperations.SheetRules;
import io.ticketsafe.contract.tickets.SaleOperations.SheetSection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Builds sale sheets for tests; what a test does not say is a sensible default. */
public final class Sheets {
    private final UUID eventId;
    private final UUID organizationId = Ids.next();
    private final List<SheetSection> sections = new ArrayList<>();
    private final List<TicketType> types = new ArrayList<>();
    private final List<SheetChannel> channels = new ArrayList<>();
    private final List<String> blocked = new ArrayList<>();
    private long version = 1;
    private SheetRules rules = rules(0, 0);
    private Instant starts = Instant.now().plus(Duration.ofDays(30));

    private Sheets(UUID eventId) {
        this.eventId = eventId;
    }

    public static Sheets sheet() {
        return new Sheets(Ids.next());
    }

    public static Sheets sheet(UUID eventId) {
        return new Sheets(eventId);
    }

    public static SheetRules rules(int maxPerOrder, int maxPerBuyer) {
        return new SheetRules(
                Instant.now().minusSeconds(60), Instant.now().plus(Duration.ofDays(30)), maxPerOrder, maxPerBuyer, 10);
    }

    /** A seated section whose rows 1, 2, … have these numbers of seats. */
    public Sheets seated(String code, int... rows) {
        List<SheetRow> list = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            list.add(row(String.valueOf(i + 1), rows[i]));
        }
        return section(code, list);
    }

    public Sheets section(String code, List<SheetRow> rows) {
        int capacity = rows.stream().mapToInt(row -> row.seats().size()).sum();
        sections.add(new SheetSection(code, "Section " + code, SectionKind.SEATED, capacity, rows));
        return this;
    }

    public static SheetRow row(String label, int seats, String... accessible) {
        return new SheetRow(
                label, IntStream.rangeClosed(1, seats).mapToObj(String::valueOf).toList(), List.of(accessible));
    }

    public Sheets standing(String code, int capacity) {
        sections.add(new SheetSection(code, "Section " + code, SectionKind.STANDING, capacity, null));
        return this;
    }

    public Sheets type(String code, long priceMinor, String... inSections) {
        types.add(new TicketType(code, code, new Money(priceMinor, "BRL"), List.of(inSections)));
        return this;
    }

    /** The same with a fee. */
    public Sheets type(String code, long priceMinor, Fee fee, String... inSections) {
        types.add(new TicketType(code, code, new Money(priceMinor, "BRL"), List.of(inSections), fee));
        return this;
    }

    public static Fee fee(long amountMinor, String percent, FeePayer paidBy) {
        return new Fee(amountMinor == 0 ? null : new Money(amountMinor, "BRL"), percent, paidBy);
    }

    /** What an agency gets, which has a channel without places of its own. */
    public Sheets commission(String percent, UUID agency) {
        channels.add(new SheetChannel("sellers", List.of(), agency, null, List.of(), List.of()));
        rules = new SheetRules(
                rules.opensAt(),
                rules.closesAt(),
                rules.maxPerOrder(),
                rules.maxPerBuyer(),
                rules.holdMinutes(),
                percent,
                rules.maxPerPosOrder(),
                rules.refunds());
        return this;
    }

    /** Seats of a channel with a commission of its own. */
    public Sheets channelWithCommission(String code, String percent, String... seats) {
        List<String> hashes = List.of(ChannelKeys.hash(eventId, code + "-key"));
        channels.add(new SheetChannel(code, hashes, null, null, List.of(seats), List.of(), percent));
        return this;
    }

    /** Seats of a channel whose key is its code with {@code -key} behind it. */
    public Sheets channel(String code, String... seats) {
        return channel(code, null, null, List.of(seats));
    }

    public Sheets channel(String code, UUID agency, Instant releaseAt, List<String> seats, SheetAllotment... standing) {
        List<String> hashes = List.of(ChannelKeys.hash(eventId, code + "-key"));
        channels.add(new SheetChannel(code, hashes, agency, releaseAt, seats, List.of(standing)));
        return this;
    }

    public Sheets blocked(String... seats) {
        blocked.addAll(List.of(seats));
        return this;
    }

    public Sheets version(long newVersion) {
        version = newVersion;
        return this;
    }

    public Sheets with(SheetRules newRules) {
        rules = newRules;
        return this;
    }

    public Sheets starting(Instant at) {
        starts = at;
        return this;
    }

    public SaleSheet build() {
        List<TicketType> sold = types.isEmpty()
                ? List.of(new TicketType("full", "Full price", new Money(10_000, "BRL"), List.of()))
                : types;
        return new SaleSheet(
                eventId,
                organizationId,
                version,
                "Noite de samba",
                "Arena",
                "America/Sao_Paulo",
                starts,
                starts.plus(Duration.ofHours(3)),
                List.copyOf(sections),
                List.copyOf(sold),
                rules,
                channels.isEmpty() && blocked.isEmpty()
                        ? null
                        : new SheetAssignments(List.copyOf(channels), List.copyOf(blocked)));
    }
}
