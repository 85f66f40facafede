package io.ticketsafe.payments.ledger;

import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.ServiceFault.Violation;
import io.ticketsafe.contract.payments.PaymentOperations.Account;
import io.ticketsafe.contract.payments.PaymentOperations.EntryKind;
import io.ticketsafe.contract.payments.PaymentOperations.Share;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** How the money of payments and refunds is divided. */
public final class Division {
    private static final int MOST_SHARES = 50;
    private static final long LARGEST_MINOR = 1_000_000_000_000L;
    private static final Set<Account> OWNERS = EnumSet.of(Account.ORGANIZER, Account.PLATFORM, Account.AGENCY);
    private static final Set<EntryKind> KINDS = EnumSet.of(EntryKind.SALE, EntryKind.FEE, EntryKind.COMMISSION);

    private Division() {}

    /** Adds what is wrong; shares that are not said are never wrong. */
    public static void check(List<Violation> violations, List<Share> shares, Money amount) {
        if (shares == null) {
            return;
        }
        if (shares.isEmpty() || shares.size() > MOST_SHARES) {
            violations.add(new Violation("/shares", "There are 1 to " + MOST_SHARES + " shares."));
            return;
        }
        int before = violations.size();
        for (int i = 0; i < shares.size(); i++) {
            check(violations, "/shares/" + i, shares.get(i));
        }
        if (violations.size() == before && amount != null && sumMinor(shares) != amount.amountMinor()) {
            violations.add(new Violation("/shares", "The shares must sum to the amount."));
        }
    }

    private static void check(List<Violation> violations, String at, Share share) {
        if (share == null || share.account() == null || !OWNERS.contains(share.account())) {
            violations.add(
                    new Violation(at + "/account", "A share is the organiser's, the platform's or an agency's."));
            return;
        }
        if ((share.party() == null) != (share.account() == Account.PLATFORM)) {
            violations.add(new Violation(at + "/party", "Organisers and agencies are named, the platform is not."));
        }
        if (share.kind() == null || !KINDS.contains(share.kind())) {
            violations.add(new Violation(at + "/kind", "A share is for a sale, a fee or commission."));
        }
        if (Math.abs(share.amountMinor()) > LARGEST_MINOR) {
            violations.add(new Violation(at + "/amountMinor", "This is too much."));
        }
    }

    static long sumMinor(List<Share> shares) {
        return shares.stream().mapToLong(Share::amountMinor).reduce(0, Math::addExact);
    }

    /** The shares that were said; all to the organiser where none were. */
    public static List<Share> orAllTo(UUID organizationId, long amountMinor, List<Share> shares) {
        return shares != null
                ? shares
                : List.of(new Share(Account.ORGANIZER, organizationId, EntryKind.SALE, amountMinor));
    }

    /**
     * What is left of each share.
     *
     * @param taken the shares of refunds, one after the other
     */
    public static List<Share> left(List<Share> booked, List<Share> taken) {
        Map<Owner, Long> left = new LinkedHashMap<>();
        booked.forEach(share -> left.merge(Owner.of(share), share.amountMinor(), Math::addExact));
        taken.forEach(share -> left.merge(Owner.of(share), -share.amountMinor(), Math::addExact));
        List<Share> shares = new ArrayList<>(left.size());
        left.forEach((owner, minor) -> {
            if (minor != 0) {
                shares.add(new Share(owner.account(), owner.party(), owner.kind(), minor));
            }
        });
        return List.copyOf(shares);
    }

    private record Owner(Account account, UUID party, EntryKind kind) {
        static Owner of(Share share) {
            return new Owner(share.account(), share.party(), share.kind());
        }
    }
}
