package io.ticketsafe.payments.ledger;

import io.vertx.sqlclient.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What an organisation gets of one event, in minor units; what goes off is negative.
 *
 * @param figures in the order of {@link #FIGURES}
 */
record StatementLine(UUID eventId, String currency, List<Long> figures) {
    static final List<String> FIGURES =
            List.of("salesMinor", "refundsMinor", "feesMinor", "commissionMinor", "cashMinor", "dueMinor");
    private static final List<String> COLUMNS =
            List.of("sales_minor", "refunds_minor", "fees_minor", "commission_minor", "cash_minor", "due_minor");

    static StatementLine of(Row row) {
        return new StatementLine(
                row.getUUID("event_id"),
                row.getString("currency"),
                COLUMNS.stream().map(row::getLong).toList());
    }

    Map<String, Object> shown() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("eventId", eventId.toString());
        members.put("currency", currency);
        addTo(members);
        return members;
    }

    /** Adds the figures to those of the same names. */
    void addTo(Map<String, Object> sums) {
        for (int i = 0; i < FIGURES.size(); i++) {
            sums.merge(FIGURES.get(i), figures.get(i), (one, other) -> Math.addExact((Long) one, (Long) other));
        }
    }
}
