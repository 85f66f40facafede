package io.ticketsafe.tickets.sale;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Seated sections that are sold as one ticket type at one price, so that it is the same to a buyer which of them the best available
 * are found in.
 */
public record SectionGroup(Offer offer, List<Section> sections) {
    /** Whether a row of these is filled from another seat than its middle. */
    public boolean hasFocalSeats() {
        return sections.stream().anyMatch(section -> !section.focalSeats().isEmpty());
    }

    /**
     * The seated sections among these, grouped in the order in which their offers come first.
     *
     * @param ticketType null for the first offer of each section; sections without the offer are left out
     */
    public static List<SectionGroup> of(Iterable<Section> sections, String ticketType) {
        Map<String, SectionGroup> groups = new LinkedHashMap<>();
        for (Section section : sections) {
            Offer offer = section.isSeated() ? section.offerFor(ticketType) : null;
            if (offer != null) {
                groups.computeIfAbsent(offer.inHolds(), text -> new SectionGroup(offer, new ArrayList<>()))
                        .sections
                        .add(section);
            }
        }
        return List.copyOf(groups.values());
    }
}
