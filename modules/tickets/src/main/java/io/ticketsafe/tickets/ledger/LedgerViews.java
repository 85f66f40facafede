package io.ticketsafe.tickets.ledger;

import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.payments.PaymentOperations.Account;
import io.ticketsafe.contract.payments.PaymentOperations.EntryKind;
import io.ticketsafe.contract.payments.PaymentOperations.LedgerEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The ledger of an order as somebody may see it. Whatever is left out is merged, so that every group sums to nothing. */
final class LedgerViews {
    private LedgerViews() {}

    /**
     * @param agency that sold; may be null
     * @param refundIds as the API calls refunds, by the ids that payments knows; one that payments made by itself has none
     */
    static List<LedgerEntry> of(List<LedgerEntry> booked, LedgerSight sight, UUID agency, Map<UUID, UUID> refundIds) {
        Map<UUID, List<LedgerEntry>> groups = new LinkedHashMap<>();
        booked.forEach(entry ->
                groups.computeIfAbsent(entry.group(), id -> new ArrayList<>()).add(entry));
        List<LedgerEntry> seen = new ArrayList<>(booked.size());
        groups.values().forEach(group -> addGroup(seen, group, sight, agency, refundIds));
        return List.copyOf(seen);
    }

    private static void addGroup(
            List<LedgerEntry> seen,
            List<LedgerEntry> group,
            LedgerSight sight,
            UUID agency,
            Map<UUID, UUID> refundIds) {
        long mergedMinor = 0;
        for (LedgerEntry entry : group) {
            UUID refundId = entry.refundId() == null ? null : refundIds.get(entry.refundId());
            if (isSeen(entry, sight, agency)) {
                UUID party = isAsset(entry) && sight != LedgerSight.EVERYTHING ? null : entry.party();
                seen.add(like(entry, entry.kind(), entry.account(), party, entry.amount(), refundId));
            } else {
                mergedMinor = Math.addExact(mergedMinor, entry.amount().amountMinor());
            }
        }
        if (mergedMinor != 0) {
            LedgerEntry any = group.get(0);
            EntryKind kind = any.refundId() == null ? EntryKind.SALE : EntryKind.REFUND;
            Money merged = new Money(mergedMinor, any.amount().currency());
            UUID refundId = any.refundId() == null ? null : refundIds.get(any.refundId());
            seen.add(like(any, kind, Account.SELLER, null, merged, refundId));
        }
    }

    private static boolean isSeen(LedgerEntry entry, LedgerSight sight, UUID agency) {
        return switch (sight) {
            case EVERYTHING -> true;
            case OWN_COMMISSION ->
                isAsset(entry)
                        || entry.account() == Account.AGENCY && entry.party().equals(agency);
            case TOTALS -> isAsset(entry);
        };
    }

    private static boolean isAsset(LedgerEntry entry) {
        return entry.account() == Account.PROVIDER || entry.account() == Account.CASH;
    }

    private static LedgerEntry like(
            LedgerEntry entry, EntryKind kind, Account account, UUID party, Money amount, UUID refundId) {
        return new LedgerEntry(entry.group(), entry.at(), kind, account, party, amount, entry.paymentId(), refundId);
    }
}
