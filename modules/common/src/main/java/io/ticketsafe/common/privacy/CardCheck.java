package io.ticketsafe.common.privacy;

import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.ServiceFault.Violation;
import java.util.ArrayList;
import java.util.List;

/**
 * Refuses requests that hold a card number anywhere. Made once for a type of record; a type whose members it cannot search is
 * refused then, so that no new member is forgotten.
 */
public final class CardCheck {
    public static final String WORDS =
            "This holds what looks like a card number. Never send one; send the token that the payment provider gave for it.";

    private static final int MOST_VIOLATIONS = 20;

    private final Search search;

    private CardCheck(Search search) {
        this.search = search;
    }

    /** @throws IllegalStateException for a type with members of a kind that is not known here */
    public static CardCheck of(Class<?> type) {
        return new CardCheck(Searches.of(type));
    }

    /** @throws ServiceFault VALIDATION with a pointer to each member that holds one */
    public void require(Object request) {
        if (!search.finds(request)) {
            return;
        }
        List<String> places = new ArrayList<>();
        search.point(request, "", places);
        throw ServiceFault.invalid(places.stream()
                .limit(MOST_VIOLATIONS)
                .map(place -> new Violation(place, WORDS))
                .toList());
    }

    /** @throws ServiceFault VALIDATION for a text of its own, such as a header */
    public static void require(String text, String pointer) {
        if (text != null && CardNumbers.isIn(text)) {
            throw ServiceFault.invalid(pointer, WORDS);
        }
    }
}
