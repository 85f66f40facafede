package io.ticketsafe.reports.report;

import io.ticketsafe.contract.ServiceFault;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a report is grouped by, as callers name it. */
final class Grouping {
    private static final String POINTER = "query/by";

    private Grouping() {}

    /** The names as asked for, none when absent; VALIDATION for a name that is not allowed, or that comes twice. */
    static List<String> of(List<String> asked, List<String> allowed) {
        Set<String> names = new LinkedHashSet<>();
        for (String name : asked == null ? List.<String>of() : asked) {
            if (name == null || !allowed.contains(name)) {
                throw ServiceFault.invalid(
                        POINTER, "This report can be grouped by " + String.join(", ", allowed) + ".");
            }
            if (!names.add(name)) {
                throw ServiceFault.invalid(POINTER, "A report is grouped by each name once.");
            }
        }
        return List.copyOf(names);
    }
}
