package io.ticketsafe.perf.audit;

import java.util.List;

/** @param findings what does not add up; none when the books balance */
public record Verdict(List<String> findings, String summary) {
    public static final String BALANCED = "the books balance";

    /** One line for the report of the run. */
    public String line() {
        return findings.isEmpty() ? BALANCED : "THE BOOKS DO NOT BALANCE: " + String.join("; ", findings);
    }

    /** Some lines for people. */
    public String text() {
        StringBuilder text =
                new StringBuilder("\n---- Audit ----\n").append(summary).append('\n');
        if (findings.isEmpty()) {
            return text.append("The books balance: nothing was sold twice, and all totals are equal.\n")
                    .toString();
        }
        text.append("THE BOOKS DO NOT BALANCE:\n");
        findings.forEach(finding -> text.append("  - ").append(finding).append('\n'));
        return text.toString();
    }
}
