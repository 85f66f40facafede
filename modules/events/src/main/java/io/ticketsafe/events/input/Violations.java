package io.ticketsafe.events.input;

import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.ServiceFault.Violation;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a request, so that its author hears it all at once; bounded, as requests may be all wrong. */
public final class Violations {
    private static final int MOST = 20;

    private final List<Violation> found = new ArrayList<>();

    /** @param pointer JSON pointer (RFC 6901) into the request */
    public void add(String pointer, String detail) {
        if (!isFull()) {
            found.add(new Violation(pointer, detail));
        }
    }

    /** True once looking further would tell nobody anything. */
    public boolean isFull() {
        return found.size() >= MOST;
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** Throws VALIDATION with everything found, if anything was. */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw ServiceFault.invalid(List.copyOf(found));
        }
    }
}
