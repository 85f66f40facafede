package io.ticketsafe.tickets.refund;

import io.ticketsafe.contract.payments.PaymentOperations.Share;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Divides the shares of an amount among its parts, so that each part's sum to the part, and all parts' to the whole's. */
final class SharesOfParts {
    private SharesOfParts() {}

    /**
     * @param shares of the whole, which they sum to; null: all of it is the organiser's
     * @param beforeMinor the sum of the parts before this one
     */
    static List<Share> of(List<Share> shares, long wholeMinor, long beforeMinor, long partMinor) {
        if (shares == null || partMinor == wholeMinor) {
            return shares;
        }
        List<Share> parts = new ArrayList<>(shares.size());
        long leftMinor = partMinor;
        for (Share share : shares.subList(1, shares.size())) {
            long minor = scaled(share, beforeMinor + partMinor, wholeMinor) - scaled(share, beforeMinor, wholeMinor);
            leftMinor -= minor;
            if (minor != 0) {
                parts.add(new Share(share.account(), share.party(), share.kind(), minor));
            }
        }
        Share first = shares.get(0);
        if (leftMinor != 0) {
            parts.add(0, new Share(first.account(), first.party(), first.kind(), leftMinor));
        }
        return List.copyOf(parts);
    }

    private static long scaled(Share share, long uptoMinor, long wholeMinor) {
        return BigInteger.valueOf(share.amountMinor())
                .multiply(BigInteger.valueOf(uptoMinor))
                .divide(BigInteger.valueOf(wholeMinor))
                .longValueExact();
    }
}
