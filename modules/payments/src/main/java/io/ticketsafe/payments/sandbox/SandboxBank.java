package io.ticketsafe.payments.sandbox;

import static io.ticketsafe.common.pg.Database.query;

import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.Money;
import io.ticketsafe.payments.provider.ChargePage;
import io.ticketsafe.payments.provider.ChargePage.ListedCharge;
import io.ticketsafe.payments.provider.ChargePage.Standing;
import io.ticketsafe.payments.provider.PaymentProvider.AuthorizeCharge;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** The sandbox's bank: remembers charges and refunds in transactions of its own, so that it knows what we may have forgotten. */
final class SandboxBank {
    private static final String RECEIVE = """
            INSERT INTO sandbox_charge AS known (payment_id, idempotency_key, token, amount_minor, currency, expires_at, paid_minor,
              calls, state)
            VALUES ($1, $2, $3, $4, $5, $6, $7, 1, CASE WHEN $8::int = 0 THEN $9 ELSE 'received' END)
            ON CONFLICT (payment_id) DO UPDATE SET calls = known.calls + 1,
              state = CASE WHEN known.state = 'received' AND known.calls >= $8 THEN $9 ELSE known.state END
            RETURNING *
            """;
    private static final String READ = "SELECT * FROM sandbox_charge WHERE payment_id = $1";
    private static final String CAPTURE = """
            UPDATE sandbox_charge SET state = CASE WHEN state = 'authorized' THEN 'captured' ELSE state END
            WHERE payment_id = $1 RETURNING *
            """;
    private static final String VOID = """
            INSERT INTO sandbox_charge AS known (payment_id, idempotency_key, token, amount_minor, currency, state)
            VALUES ($1, $2, 'unknown', $3, $4, 'voided')
            ON CONFLICT (payment_id) DO UPDATE SET state =
              CASE WHEN known.state IN ('received', 'requires_action', 'authorized') THEN 'voided' ELSE known.state END
            RETURNING *
            """;
    private static final String COMPLETE_ACTION = """
            UPDATE sandbox_charge SET state = CASE WHEN state = 'requires_action' THEN 'authorized' ELSE state END
            WHERE payment_id = $1 AND token = 'tok_action' RETURNING *
            """;

    /** A payer may pay a code that we have given up; the money comes all the same. */
    private static final String PAY_PIX = """
            UPDATE sandbox_charge SET state = CASE WHEN state IN ('requires_action', 'voided') THEN 'captured' ELSE state END,
              paid_minor = CASE WHEN state IN ('requires_action', 'voided') THEN $2 ELSE paid_minor END
            WHERE payment_id = $1 AND token = 'pix' RETURNING *
            """;

    private static final String LOCK = READ + " FOR UPDATE";
    private static final String FIND_REFUND = "SELECT state FROM sandbox_refund WHERE idempotency_key = $1";
    private static final String STORE_REFUND = """
            WITH booked AS (
              UPDATE sandbox_charge SET refunded_minor = refunded_minor + $3
              WHERE payment_id = $2 AND state = 'captured' AND refunded_minor + $3 <= coalesce(paid_minor, amount_minor) RETURNING 1
            )
            INSERT INTO sandbox_refund (idempotency_key, payment_id, amount_minor, state)
            SELECT $1, $2, $3, CASE WHEN EXISTS (SELECT 1 FROM booked) THEN 'done' ELSE 'refused' END RETURNING state
            """;

    private static final String RECENT = """
            SELECT * FROM sandbox_charge WHERE (created_at, payment_id) > ($1, $2) ORDER BY created_at, payment_id LIMIT $3
            """;
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final Database database;

    SandboxBank(Database database) {
        this.database = database;
    }

    /** Takes a charge in, once, and decides on it unless its token says that this call fails. */
    Future<BankCharge> receive(AuthorizeCharge asked, SandboxToken token) {
        UUID paymentId = asked.charge().paymentId();
        Money amount = asked.charge().amount();
        OffsetDateTime expiresAt =
                asked.expiresAt() == null ? null : asked.expiresAt().atOffset(ZoneOffset.UTC);
        return database.query(
                        RECEIVE,
                        paymentId,
                        asked.idempotencyKey(),
                        token.text(),
                        amount.amountMinor(),
                        amount.currency(),
                        expiresAt,
                        token.paidMinor(amount.amountMinor()),
                        token.failuresFirst(),
                        token.decision())
                .map(SandboxBank::charge);
    }

    Future<BankCharge> read(UUID paymentId) {
        return database.query(READ, paymentId).map(SandboxBank::charge);
    }

    Future<BankCharge> capture(UUID paymentId) {
        return database.query(CAPTURE, paymentId).map(SandboxBank::charge);
    }

    /** Also for a charge that never came: should it still come, it finds itself voided. */
    Future<BankCharge> voidCharge(UUID paymentId, String idempotencyKey, Money amount) {
        return database.query(VOID, paymentId, idempotencyKey, amount.amountMinor(), amount.currency())
                .map(SandboxBank::charge);
    }

    Future<BankCharge> completeAction(UUID paymentId) {
        return database.query(COMPLETE_ACTION, paymentId).map(SandboxBank::charge);
    }

    /** @param amountMinor null for what is due */
    Future<BankCharge> payPix(UUID paymentId, Long amountMinor) {
        return database.query(PAY_PIX, paymentId, amountMinor).map(SandboxBank::charge);
    }

    /** Whether the money goes back. */
    Future<Boolean> refund(UUID paymentId, String idempotencyKey, Money amount) {
        return database.inTransaction(transaction -> query(transaction, LOCK, paymentId)
                .compose(locked -> query(transaction, FIND_REFUND, idempotencyKey))
                .compose(known -> known.size() > 0
                        ? Future.succeededFuture(known)
                        : query(transaction, STORE_REFUND, idempotencyKey, paymentId, amount.amountMinor()))
                .map(rows -> "done".equals(rows.iterator().next().getString("state"))));
    }

    /** Oldest first; the cursor is the last charge's time and id. */
    Future<ChargePage> recent(Instant since, String cursor, int limit) {
        String[] last = cursor == null ? null : cursor.split("_", 2);
        OffsetDateTime from = last == null ? since.atOffset(ZoneOffset.UTC) : OffsetDateTime.parse(last[0]);
        UUID after = last == null ? BEFORE_ALL : UUID.fromString(last[1]);
        return database.query(RECENT, from, after, limit).map(rows -> {
            List<ListedCharge> charges = new ArrayList<>();
            String next = null;
            for (Row row : rows) {
                charges.add(listed(row));
                next = row.getOffsetDateTime("created_at") + "_" + row.getUUID("payment_id");
            }
            return new ChargePage(charges, charges.size() < limit ? null : next);
        });
    }

    /** That one charge, as it is listed. */
    Future<ChargePage> find(UUID paymentId) {
        return database.query(READ, paymentId)
                .map(rows -> new ChargePage(
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(SandboxBank::listed)
                                .toList(),
                        null));
    }

    private static ListedCharge listed(Row row) {
        BankCharge charge = charge(row);
        Standing standing = switch (charge.state()) {
            case "received", "requires_action" -> Standing.OPEN;
            case "authorized" -> Standing.RESERVED;
            case "captured" -> Standing.CAPTURED;
            default -> Standing.ENDED;
        };
        return new ListedCharge(
                ref(charge.paymentId()),
                charge.paymentId(),
                standing,
                charge.paid(),
                standing == Standing.CAPTURED ? charge.paid().amountMinor() : 0,
                row.getLong("refunded_minor"),
                false,
                row.getOffsetDateTime("created_at").toInstant());
    }

    static String ref(UUID paymentId) {
        return "sbx_ch_" + paymentId;
    }

    private static BankCharge charge(RowSet<Row> rows) {
        return rows.size() == 0 ? null : charge(rows.iterator().next());
    }

    private static BankCharge charge(Row row) {
        OffsetDateTime expiresAt = row.getOffsetDateTime("expires_at");
        return new BankCharge(
                row.getUUID("payment_id"),
                SandboxToken.named(row.getString("token")),
                row.getString("state"),
                row.getInteger("calls"),
                new Money(row.getLong("amount_minor"), row.getString("currency")),
                row.getLong("paid_minor"),
                expiresAt == null ? null : expiresAt.toInstant());
    }

    /**
     * @param calls how often authorising it was asked for
     * @param paidMinor what the payer gave instead of the amount; null for the amount
     */
    record BankCharge(
            UUID paymentId,
            SandboxToken token,
            String state,
            int calls,
            Money amount,
            Long paidMinor,
            Instant expiresAt) {
        /** What is reserved or has moved. */
        Money paid() {
            return paidMinor == null ? amount : new Money(paidMinor, amount.currency());
        }
    }
}
