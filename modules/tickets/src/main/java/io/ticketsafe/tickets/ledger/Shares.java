package io.ticketsafe.tickets.ledger;

import io.ticketsafe.contract.payments.PaymentOperations.Account;
import io.ticketsafe.contract.payments.PaymentOperations.EntryKind;
import io.ticketsafe.contract.payments.PaymentOperations.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** How payments is told whose the money of tickets is. */
public final class Shares {
    private Shares() {}

    /**
     * Shares that sum to what the charges say is paid; null where all of it is the organiser's, which need not be said.
     *
     * @param agency null where none sold
     */
    public static List<Share> of(UUID organizer, UUID agency, Charges charges) {
        if (charges.arePlain()) {
            return null;
        }
        List<Share> shares = new ArrayList<>(5);
        add(shares, Account.ORGANIZER, organizer, EntryKind.SALE, charges.priceMinor());
        add(shares, Account.ORGANIZER, organizer, EntryKind.FEE, -charges.organizerFeeMinor());
        add(shares, Account.PLATFORM, null, EntryKind.FEE, charges.feeMinor());
        add(shares, Account.ORGANIZER, organizer, EntryKind.COMMISSION, -charges.commissionMinor());
        add(shares, Account.AGENCY, agency, EntryKind.COMMISSION, charges.commissionMinor());
        return List.copyOf(shares);
    }

    private static void add(List<Share> shares, Account account, UUID party, EntryKind kind, long amountMinor) {
        if (amountMinor != 0) {
            shares.add(new Share(account, party, kind, amountMinor));
        }
    }
}
