package io.ticketsafe.payments.ledger;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.payments.PaymentOperations.Account;
import io.ticketsafe.contract.payments.PaymentOperations.EntryKind;
import io.ticketsafe.contract.payments.PaymentOperations.LedgerEntry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Reads the ledger. */
final class LedgerStore {
    /** An order has 200 places at most, each of which may go back by itself. */
    private static final int MOST_ENTRIES = 5_000;

    private static final String OF_ORDER = """
            SELECT entry_group, booked_at, kind, account, party, amount_minor, currency, payment_id FROM ledger
            WHERE order_id = $1 ORDER BY booked_at, entry_group, line LIMIT $2
            """;

    /** Credits are what the organisation gets, so they count positive here; what lies in its cash desk it has already. */
    private static final String STATEMENT = """
            SELECT event_id, currency,
              coalesce(-sum(amount_minor) FILTER (WHERE account <> 'cash' AND kind = 'sale'), 0)::bigint AS sales_minor,
              coalesce(-sum(amount_minor) FILTER (WHERE account <> 'cash' AND kind = 'refund'), 0)::bigint AS refunds_minor,
              coalesce(-sum(amount_minor) FILTER (WHERE kind = 'fee'), 0)::bigint AS fees_minor,
              coalesce(-sum(amount_minor) FILTER (WHERE kind = 'commission'), 0)::bigint AS commission_minor,
              coalesce(-sum(amount_minor) FILTER (WHERE account = 'cash'), 0)::bigint AS cash_minor,
              (-sum(amount_minor))::bigint AS due_minor
            FROM ledger
            WHERE party = $1 AND ($2::timestamptz IS NULL OR booked_at >= $2) AND ($3::timestamptz IS NULL OR booked_at < $3)
            GROUP BY event_id, currency ORDER BY event_id, currency LIMIT $4
            """;

    private final Database database;

    LedgerStore(Database database) {
        this.database = requireNonNull(database);
    }

    /** Oldest first. */
    Future<List<LedgerEntry>> ofOrder(UUID orderId) {
        return database.query(OF_ORDER, orderId, MOST_ENTRIES).map(rows -> {
            List<LedgerEntry> entries = new ArrayList<>(rows.size());
            rows.forEach(row -> entries.add(entry(row)));
            return entries;
        });
    }

    private static LedgerEntry entry(Row row) {
        UUID group = row.getUUID("entry_group");
        UUID paymentId = row.getUUID("payment_id");
        return new LedgerEntry(
                group,
                row.getOffsetDateTime("booked_at").toInstant(),
                EntryKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                Account.valueOf(row.getString("account").toUpperCase(Locale.ROOT)),
                row.getUUID("party"),
                new Money(row.getLong("amount_minor"), row.getString("currency")),
                paymentId,
                group.equals(paymentId) ? null : group);
    }

    /**
     * What was booked for an organisation, by event and currency; perhaps without the last seconds.
     *
     * @param from null: since ever
     * @param to null: until now
     */
    Future<List<StatementLine>> statement(UUID organizationId, Instant from, Instant to, int most) {
        return database.queryLate(STATEMENT, organizationId, time(from), time(to), most)
                .map(rows -> {
                    List<StatementLine> lines = new ArrayList<>(rows.size());
                    rows.forEach(row -> lines.add(StatementLine.of(row)));
                    return lines;
                });
    }

    private static OffsetDateTime time(Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
