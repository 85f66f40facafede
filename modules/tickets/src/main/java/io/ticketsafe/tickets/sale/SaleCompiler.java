package io.ticketsafe.tickets.sale;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ticketsafe.contract.Percent;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.ServiceFault.Violation;
import io.ticketsafe.contract.events.EventOperations.TicketType;
import io.ticketsafe.contract.events.VenueOperations.SectionKind;
import io.ticketsafe.contract.tickets.SaleOperations.SaleSheet;
import io.ticketsafe.contract.tickets.SaleOperations.SheetRow;
import io.ticketsafe.contract.tickets.SaleOperations.SheetSection;
import io.ticketsafe.tickets.sale.Section.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes a {@link Sale} of a sheet, and refuses a sheet that could not be sold from. */
final class SaleCompiler {
    private static final int MOST_PLACES = 500_000;
    /** Section codes and ticket types stand in keys and in the text of holds, which they must not break. */
    private static final Pattern SECTION_CODE = Pattern.compile("[A-Za-z0-9_]{1,40}");

    private static final Pattern TICKET_TYPE = Pattern.compile("[^:;,|\\p{Cntrl}]{1,50}");
    /** Row and seat names are parts of labels, which are split at hyphens. */
    private static final Pattern NAME = Pattern.compile("[^-\\p{Cntrl}]{1,40}");

    private final SaleSheet sheet;
    private final Map<List<String>, SeatNames> names = new HashMap<>();
    private final String prefix;

    private SaleCompiler(SaleSheet sheet) {
        this.sheet = sheet;
        this.prefix = Sale.prefix(sheet.eventId());
    }

    /** VALIDATION for an impossible sheet. */
    static Sale compile(long number, boolean canceled, Instant createdAt, SaleSheet sheet) {
        require(sheet.eventId() != null, "/eventId", "The event must be named.");
        require(sheet.rules() != null, "/rules", "The rules of the sale are missing.");
        require(isPercent(sheet.rules().commissionPercent()), "/rules", "Wrong commission.");
        require(sheet.sections() != null && !sheet.sections().isEmpty(), "/sections", "There must be a section.");
        requireTypes(sheet.ticketTypes());
        return new SaleCompiler(sheet).compile(number, canceled, createdAt);
    }

    private Sale compile(long number, boolean canceled, Instant createdAt) {
        List<Section> sections = new ArrayList<>();
        List<SheetSection> shared = new ArrayList<>();
        Set<String> codes = new HashSet<>();
        long places = 0;
        for (int i = 0; i < sheet.sections().size(); i++) {
            SheetSection section = sheet.sections().get(i);
            String pointer = "/sections/" + i;
            require(
                    section.code() != null
                            && SECTION_CODE.matcher(section.code()).matches(),
                    pointer,
                    "Wrong code.");
            require(codes.add(section.code()), pointer, "This code is there twice.");
            Section compiled = section.kind() == SectionKind.SEATED
                    ? seated(section, pointer, shared)
                    : standing(section, pointer, shared);
            sections.add(compiled);
            places += compiled.capacity();
        }
        require(places <= MOST_PLACES, "/sections", "There are more than " + MOST_PLACES + " places.");
        Channels channels = Channels.of(sheet.assignments(), sections);
        return new Sale(number, canceled, createdAt.toEpochMilli(), withSections(shared), sections, channels);
    }

    private Section standing(SheetSection section, String pointer, List<SheetSection> shared) {
        require(section.kind() == SectionKind.STANDING, pointer, "The section must be seated or standing.");
        require(section.capacity() >= 0, pointer, "The capacity must not be negative.");
        shared.add(section);
        return new Section(section, (prefix + "ga:" + section.code()).getBytes(UTF_8), offers(section), List.of());
    }

    private Section seated(SheetSection section, String pointer, List<SheetSection> shared) {
        require(section.rows() != null && !section.rows().isEmpty(), pointer, "A seated section must have rows.");
        List<Row> rows = new ArrayList<>();
        List<SheetRow> sharedRows = new ArrayList<>();
        Set<String> labels = new HashSet<>();
        int position = 0;
        int capacity = 0;
        for (SheetRow row : section.rows()) {
            require(row.seats() != null && !row.seats().isEmpty(), pointer, "A row must have seats.");
            require(isName(row.label()) && labels.add(row.label()), pointer, "Rows must have names of their own.");
            require(isSeat(row.focal(), row.seats().size()), pointer, "A focal seat must be one of its row.");
            SeatNames seats = names.computeIfAbsent(row.seats(), list -> seatNames(list, pointer));
            rows.add(new Row(row.label(), seats, position));
            sharedRows.add(new SheetRow(row.label(), seats.names(), row.accessible(), row.focal()));
            position += seats.size() + 1;
            capacity += seats.size();
        }
        SheetSection compact =
                new SheetSection(section.code(), section.name(), SectionKind.SEATED, capacity, List.copyOf(sharedRows));
        shared.add(compact);
        return new Section(compact, (prefix + "sec:" + section.code()).getBytes(UTF_8), offers(section), rows);
    }

    private static SeatNames seatNames(List<String> list, String pointer) {
        require(list.stream().allMatch(SaleCompiler::isName), pointer, "A seat has a wrong name.");
        SeatNames seats = new SeatNames(list);
        require(seats.areDistinct(), pointer, "The seats of a row must have names of their own.");
        return seats;
    }

    private List<Offer> offers(SheetSection section) {
        List<Offer> offers = new ArrayList<>();
        for (TicketType type : sheet.ticketTypes()) {
            if (type.sections() == null
                    || type.sections().isEmpty()
                    || type.sections().contains(section.code())) {
                offers.add(Fees.offer(type));
            }
        }
        return offers;
    }

    private SaleSheet withSections(List<SheetSection> sections) {
        return new SaleSheet(
                sheet.eventId(),
                sheet.organizationId(),
                sheet.version(),
                sheet.title(),
                sheet.venueName(),
                sheet.timezone(),
                sheet.startsAt(),
                sheet.endsAt(),
                List.copyOf(sections),
                List.copyOf(sheet.ticketTypes()),
                sheet.rules(),
                sheet.assignments());
    }

    private static void requireTypes(List<TicketType> types) {
        require(types != null && !types.isEmpty(), "/ticketTypes", "There must be a ticket type.");
        Set<String> codes = new HashSet<>();
        Set<String> currencies = new HashSet<>();
        for (int i = 0; i < types.size(); i++) {
            TicketType type = types.get(i);
            String pointer = "/ticketTypes/" + i;
            require(type.code() != null && TICKET_TYPE.matcher(type.code()).matches(), pointer, "Wrong code.");
            require(codes.add(type.code()), pointer, "This code is there twice.");
            require(type.price() != null && type.price().amountMinor() >= 0, pointer, "There must be a price.");
            require(Fees.isSound(type), pointer, "Wrong fee.");
            currencies.add(type.price().currency());
        }
        require(currencies.size() == 1, "/ticketTypes", "All prices must be in one currency.");
    }

    private static boolean isPercent(String text) {
        return text == null || Percent.isOne(text);
    }

    private static boolean isSeat(Integer focal, int seats) {
        return focal == null || (focal >= 0 && focal <= 2 * (seats - 1));
    }

    private static boolean isName(String name) {
        return name != null && NAME.matcher(name).matches();
    }

    private static void require(boolean condition, String pointer, String detail) {
        if (!condition) {
            throw ServiceFault.invalid(List.of(new Violation(pointer, detail)));
        }
    }
}
