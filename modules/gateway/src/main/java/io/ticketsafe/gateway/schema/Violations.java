package io.ticketsafe.gateway.schema;

import io.ticketsafe.common.privacy.CardNumbers;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.ServiceFault.Violation;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with one request: the first twenty things. */
public final class Violations {
    public static final int MOST = 20;
    private static final int LONGEST_POINTER = 300;

    private final List<Violation> found = new ArrayList<>(2);

    public void add(Pointer at, String detail) {
        if (!isFull()) {
            found.add(new Violation(printable(CardNumbers.masked(at.toString())), detail));
        }
    }

    /** A pointer may hold whatever the caller put into a member's name. */
    private static String printable(String pointer) {
        String shortened = pointer.length() <= LONGEST_POINTER ? pointer : pointer.substring(0, LONGEST_POINTER) + "…";
        return Texts.isStorable(shortened) ? shortened : shortened.replaceAll("[\\x00\\p{Cs}]", "\uFFFD");
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    boolean isFull() {
        return found.size() >= MOST;
    }

    public List<Violation> found() {
        return List.copyOf(found);
    }

    /** @throws ServiceFault VALIDATION when something was found */
    public void raise() {
        if (!found.isEmpty()) {
            throw ServiceFault.invalid(found);
        }
    }
}
