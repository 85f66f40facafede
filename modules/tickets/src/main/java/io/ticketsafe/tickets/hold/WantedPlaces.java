package io.ticketsafe.tickets.hold;

import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.ServiceFault.Violation;
import io.ticketsafe.contract.tickets.HoldOperations.BestChoice;
import io.ticketsafe.contract.tickets.HoldOperations.HoldSeats;
import io.ticketsafe.contract.tickets.HoldOperations.SeatChoice;
import io.ticketsafe.contract.tickets.HoldOperations.StandingChoice;
import io.ticketsafe.tickets.inventory.PlacesText;
import io.ticketsafe.tickets.sale.Offer;
import io.ticketsafe.tickets.sale.Sale;
import io.ticketsafe.tickets.sale.Sale.SeatAt;
import io.ticketsafe.tickets.sale.Section;
import io.ticketsafe.tickets.sale.SectionGroup;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A request for places, checked against the sheet and in the words of the script {@code hold.lua}. */
final class WantedPlaces {
    static final int MOST_PLACES = 200;

    private final Sale sale;
    private final List<byte[]> sections = new ArrayList<>(4);
    private final String channel;
    private final PlacesText.Writer text;
    private final StringBuilder bestOffers = new StringBuilder();
    private final List<Violation> violations = new ArrayList<>(0);
    private String places;
    private String bestLetter = "f";
    private int bestQuantity;
    private int count;

    private WantedPlaces(Sale sale, String channel) {
        this.sale = sale;
        this.channel = channel;
        this.text = new PlacesText.Writer(channel);
    }

    /**
     * VALIDATION with a pointer to each member that is wrong.
     *
     * @param channel code of the one whose places are open, too; empty for none
     */
    static WantedPlaces of(Sale sale, HoldSeats request, String channel) {
        WantedPlaces wanted = new WantedPlaces(sale, channel);
        boolean seats = request.seats() != null && !request.seats().isEmpty();
        boolean standing = request.standing() != null && !request.standing().isEmpty();
        if (!seats && !standing && request.best() == null) {
            throw ServiceFault.invalid("", "At least one of seats, best and standing is needed.");
        }
        if (seats) {
            wanted.addSeats(request.seats());
        }
        if (standing) {
            wanted.addStanding(request.standing());
        }
        wanted.places = wanted.text.toString();
        if (request.best() != null) {
            wanted.addBest(request.best());
        }
        if (wanted.violations.isEmpty() && wanted.count > MOST_PLACES) {
            wanted.wrong("", "At most " + MOST_PLACES + " places can be held at once.");
        }
        if (!wanted.violations.isEmpty()) {
            throw ServiceFault.invalid(wanted.violations);
        }
        return wanted;
    }

    /** Keys of the sections of each wanted group, then of those to look for the best available in. */
    List<byte[]> sections() {
        return sections;
    }

    int count() {
        return count;
    }

    String places() {
        return places;
    }

    int bestQuantity() {
        return bestQuantity;
    }

    /** Letter of the seats that the best available are looked for among. */
    String bestLetter() {
        return bestLetter;
    }

    /** {@code TYPE:PRICE:CHOSEN:SECTIONS;}, as hold.lua says, for each group of sections to look in. */
    String bestOffers() {
        return bestOffers.toString();
    }

    private void addSeats(List<SeatChoice> seats) {
        if (seats.size() > MOST_PLACES) {
            wrong("/seats", "At most " + MOST_PLACES + " places can be held at once.");
            return;
        }
        Set<String> labels = seats.size() > 1 ? new HashSet<>(seats.size() * 2) : null;
        for (int i = 0; i < seats.size(); i++) {
            SeatChoice choice = seats.get(i);
            SeatAt seat = choice == null || choice.seat() == null ? null : sale.seat(choice.seat());
            if (seat == null) {
                wrong("/seats/" + i, "There is no such seat.");
            } else if (labels != null && !labels.add(choice.seat())) {
                wrong("/seats/" + i, "This seat is there twice.");
            } else {
                Offer offer = offer(seat.section(), choice.ticketType(), "/seats/", i);
                if (offer != null) {
                    count++;
                    if (text.seat(seat.section(), seat.position(), offer, choice.ticketType() != null)) {
                        sections.add(seat.section().key());
                    }
                }
            }
        }
    }

    private void addStanding(List<StandingChoice> choices) {
        if (choices.size() > MOST_PLACES) {
            wrong("/standing", "At most " + MOST_PLACES + " places can be held at once.");
            return;
        }
        Set<String> known = new HashSet<>();
        for (int i = 0; i < choices.size(); i++) {
            StandingChoice choice = choices.get(i);
            Section section = choice == null || choice.section() == null ? null : sale.section(choice.section());
            if (section == null || section.isSeated()) {
                wrong("/standing/" + i + "/section", "There is no such standing section.");
            } else if (choice.quantity() < 1 || choice.quantity() > MOST_PLACES) {
                wrong("/standing/" + i + "/quantity", "The quantity must be 1 to " + MOST_PLACES + ".");
            } else if (!known.add(choice.section() + ':' + choice.ticketType())) {
                wrong("/standing/" + i + "/section", "This section is there twice.");
            } else {
                Offer offer = offer(section, choice.ticketType(), "/standing/", i);
                if (offer != null) {
                    count += choice.quantity();
                    text.standing(section, choice.quantity(), offer, choice.ticketType() != null);
                    sections.add(section.key());
                }
            }
        }
    }

    private void addBest(BestChoice best) {
        if (best.quantity() < 1 || best.quantity() > MOST_PLACES) {
            wrong("/best/quantity", "The quantity must be 1 to " + MOST_PLACES + ".");
            return;
        }
        bestQuantity = best.quantity();
        count += best.quantity();
        bestLetter = Boolean.TRUE.equals(best.accessible()) ? "F" : "f";
        List<SectionGroup> groups;
        if (best.sections() == null || best.sections().isEmpty()) {
            groups = best.ticketType() == null ? sale.anySeats() : SectionGroup.of(sale.sections(), best.ticketType());
        } else {
            groups = SectionGroup.of(namedAndSold(best), best.ticketType());
        }
        for (SectionGroup group : groups) {
            group.sections().forEach(section -> sections.add(section.key()));
            bestOffers
                    .append(group.offer().inHolds())
                    .append(best.ticketType() == null ? ":0" : ":1")
                    .append(channel)
                    .append(':')
                    .append(group.sections().size())
                    .append(group.hasFocalSeats() ? "+;" : ";");
        }
        if (groups.isEmpty() && violations.isEmpty()) {
            wrong(best.ticketType() == null ? "/best" : "/best/ticketType", "No seats are sold this way.");
        }
    }

    private Iterable<Section> namedAndSold(BestChoice best) {
        Iterable<Section> named = named(best.sections());
        for (Section section : named) {
            if (section.offerFor(best.ticketType()) == null) {
                wrong("/best/ticketType", "Section " + section.code() + " is not sold as this ticket type.");
            }
        }
        return named;
    }

    private Iterable<Section> named(List<String> codes) {
        if (codes.size() > MOST_PLACES) {
            wrong("/best/sections", "These are too many sections.");
            return List.of();
        }
        Set<Section> named = new LinkedHashSet<>();
        for (int i = 0; i < codes.size(); i++) {
            Section section = codes.get(i) == null ? null : sale.section(codes.get(i));
            if (section == null || !section.isSeated()) {
                wrong("/best/sections/" + i, "There is no such section with seats.");
            } else {
                named.add(section);
            }
        }
        return named;
    }

    private Offer offer(Section section, String ticketType, String list, int index) {
        Offer offer = section.offerFor(ticketType);
        if (offer == null) {
            String detail =
                    ticketType == null ? "This section is not sold." : "This section is not sold as this ticket type.";
            wrong(list + index + "/ticketType", detail);
        }
        return offer;
    }

    private void wrong(String pointer, String detail) {
        violations.add(new Violation(pointer, detail));
    }
}
