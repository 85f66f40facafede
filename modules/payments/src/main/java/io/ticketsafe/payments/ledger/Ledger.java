package io.ticketsafe.payments.ledger;

import static io.ticketsafe.common.pg.Database.query;

import io.ticketsafe.contract.payments.PaymentOperations.Account;
import io.ticketsafe.contract.payments.PaymentOperations.EntryKind;
import io.ticketsafe.contract.payments.PaymentOperations.Share;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;

/**
 * Double entries, debits positive and credits negative: where money lies, and whose it is. Written in the transaction
 * that moves the state; the database refuses to change an entry, to book a group twice, and to commit one that
 * does not balance.
 */
public final class Ledger {
    private static final String BOOK = """
            INSERT INTO ledger (entry_group, line, account, party, kind, amount_minor, payment_id, order_id, event_id,
              organization_id, currency)
            SELECT $1::uuid, line, account, party, kind, amount_minor, $6::uuid, $7::uuid, $8::uuid, $9::uuid, $10::text
            FROM unnest($2::text[], $3::uuid[], $4::text[], $5::bigint[]) WITH ORDINALITY
              AS entry (account, party, kind, amount_minor, line)
            """;

    private Ledger() {}

    /**
     * What entries are about.
     *
     * @param asset where the money lies
     * @param keeper organisation that has it in its cash desk; null for others
     */
    public record About(
            UUID paymentId,
            UUID orderId,
            UUID eventId,
            UUID organizationId,
            String currency,
            Account asset,
            UUID keeper) {}

    private record Entry(Account account, UUID party, EntryKind kind, long amountMinor) {}

    /** Money has come: it lies somewhere from now on, and is the shares' parties'. */
    public static Future<Void> capture(SqlConnection transaction, About about, List<Share> shares) {
        return book(transaction, about.paymentId(), about, EntryKind.SALE, shares, 1);
    }

    /** Money has gone back; or none has, and the shares say whose the money is now that stays. */
    public static Future<Void> refund(SqlConnection transaction, UUID refundId, About about, List<Share> shares) {
        return book(transaction, refundId, about, EntryKind.REFUND, shares, -1);
    }

    private static Future<Void> book(
            SqlConnection transaction, UUID group, About about, EntryKind kind, List<Share> shares, int sign) {
        List<Entry> entries = new ArrayList<>(1 + shares.size());
        long sumMinor = Division.sumMinor(shares);
        if (sumMinor != 0) {
            entries.add(new Entry(about.asset(), about.keeper(), kind, sign * sumMinor));
        }
        for (Share share : shares) {
            if (share.amountMinor() != 0) {
                EntryKind of = share.kind() == EntryKind.SALE ? kind : share.kind();
                entries.add(new Entry(share.account(), share.party(), of, -sign * share.amountMinor()));
            }
        }
        return query(
                        transaction,
                        BOOK,
                        group,
                        column(entries, entry -> sql(entry.account())).toArray(String[]::new),
                        column(entries, Entry::party).toArray(UUID[]::new),
                        column(entries, entry -> sql(entry.kind())).toArray(String[]::new),
                        column(entries, Entry::amountMinor).toArray(Long[]::new),
                        about.paymentId(),
                        about.orderId(),
                        about.eventId(),
                        about.organizationId(),
                        about.currency())
                .mapEmpty();
    }

    private static <T> List<T> column(List<Entry> entries, Function<Entry, T> member) {
        List<T> values = new ArrayList<>(entries.size());
        entries.forEach(entry -> values.add(member.apply(entry)));
        return values;
    }

    static String sql(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
