package io.ticketsafe.gateway.schema;

import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.ServiceFault.Violation;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with one request: the first twenty things. */
public final class Violations {
    public static final int MOST = 20;

    private final List<Violation> found = new ArrayList<>(2);

    public void add(Pointer at, String detail) {
        if (!isFull()) {
            found.add(new Violation(at.toString(), detail));
        }
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
