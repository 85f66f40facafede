package io.ticketsafe.payments.ledger;

import static io.ticketsafe.common.pg.Database.query;

import io.ticketsafe.contract.Money;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.UUID;

/**
 * Double entries, debits positive and credits negative: what the provider owes us, and what we owe the organiser. Written in the
 * transaction that moves the state; the database refuses to change an entry, to book a group twice, and to commit one that
 * does not balance.
 */
public final class Ledger {
    private static final String BOOK = """
            INSERT INTO ledger (entry_group, account, payment_id, organization_id, kind, amount_minor, currency)
            VALUES ($1, 'provider', $2, $3, $4, $5, $6), ($1, 'organizer', $2, $3, $4, -$5::bigint, $6)
            """;

    private Ledger() {}

    public static Future<Void> capture(SqlConnection transaction, UUID paymentId, UUID organizationId, Money amount) {
        return book(transaction, paymentId, paymentId, organizationId, "capture", amount);
    }

    public static Future<Void> refund(
            SqlConnection transaction, UUID refundId, UUID paymentId, UUID organizationId, Money amount) {
        Money back = amount.times(-1);
        return book(transaction, refundId, paymentId, organizationId, "refund", back);
    }

    private static Future<Void> book(
            SqlConnection transaction, UUID group, UUID paymentId, UUID organizationId, String kind, Money toProvider) {
        return query(
                        transaction,
                        BOOK,
                        group,
                        paymentId,
                        organizationId,
                        kind,
                        toProvider.amountMinor(),
                        toProvider.currency())
                .mapEmpty();
    }
}
