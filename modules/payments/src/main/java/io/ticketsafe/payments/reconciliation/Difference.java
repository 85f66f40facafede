package io.ticketsafe.payments.reconciliation;

import io.ticketsafe.payments.payment.PaymentRecord;
import io.ticketsafe.payments.provider.ChargePage.ListedCharge;
import io.ticketsafe.payments.provider.ChargePage.Standing;
import java.util.Locale;
import java.util.Optional;

/** In what the books of a provider and ours do not agree about a payment. */
enum Difference {
    /** Money with a payment id that does not stand in our books. */
    UNKNOWN_PAYMENT(false),
    /** Money of another charge than the one that we know the payment by. */
    DOUBLE_CHARGE(false),
    /** Money for a payment that has failed or was given up. */
    UNWANTED_MONEY(true),
    /** Money that came without our being told. */
    MISSED_MONEY(true),
    /** We count on money that is not reserved any more. */
    LOST_AUTHORIZATION(true),
    /** We have booked a capture that did not happen. */
    NOT_CAPTURED(false),
    /** Another amount or currency than ours is reserved or has moved. */
    WRONG_AMOUNT(false),
    /** More went back than we know of, perhaps by hand at the provider. */
    REFUNDED_MORE(false),
    /** Less went back than we have booked. */
    REFUNDED_LESS(false),
    /** The payer has asked their bank to take the money back. */
    DISPUTED(false),
    /** The provider has never heard of money that we have booked. */
    MISSING_AT_PROVIDER(false);

    private final boolean repairable;

    Difference(boolean repairable) {
        this.repairable = repairable;
    }

    /** Whether reading the charge's state again, as after a webhook, leads to where it should be. */
    boolean isRepairable() {
        return repairable;
    }

    String sql() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @param ours null when there is no such payment
     * @param requestedMinor refunds that were promised and may have happened at the provider already
     */
    static Optional<Difference> between(ListedCharge theirs, PaymentRecord ours, long requestedMinor) {
        if (ours == null) {
            return Optional.ofNullable(holdsMoney(theirs) ? UNKNOWN_PAYMENT : null);
        }
        if (isOther(theirs, ours)) {
            return Optional.ofNullable(holdsMoney(theirs) ? DOUBLE_CHARGE : null);
        }
        Difference found = switch (ours.state()) {
            case CREATED, REQUIRES_ACTION -> hasMoney(theirs) ? MISSED_MONEY : null;
            case AUTHORIZED -> whileReserved(theirs, ours);
            case CAPTURED -> afterCapture(theirs, ours, requestedMinor);
            case FAILED, VOIDED -> afterGivingUp(theirs, ours, requestedMinor);
        };
        return Optional.ofNullable(found == null && theirs.disputed() ? DISPUTED : found);
    }

    /** Whether it is another charge of the payment than the one that we know. */
    static boolean isOther(ListedCharge theirs, PaymentRecord ours) {
        return ours.providerRef() != null && !ours.providerRef().equals(theirs.ref());
    }

    private static boolean holdsMoney(ListedCharge charge) {
        return charge.standing() == Standing.RESERVED || charge.capturedMinor() > charge.refundedMinor();
    }

    private static boolean hasMoney(ListedCharge charge) {
        return charge.standing() == Standing.RESERVED || charge.standing() == Standing.CAPTURED;
    }

    private static Difference whileReserved(ListedCharge theirs, PaymentRecord ours) {
        return switch (theirs.standing()) {
            case OPEN, ENDED -> LOST_AUTHORIZATION;
            case RESERVED -> theirs.amount().equals(ours.amount()) ? null : WRONG_AMOUNT;
            case CAPTURED -> MISSED_MONEY;
        };
    }

    private static Difference afterCapture(ListedCharge theirs, PaymentRecord ours, long requestedMinor) {
        if (theirs.standing() != Standing.CAPTURED) {
            return NOT_CAPTURED;
        }
        if (!theirs.amount().currency().equals(ours.amount().currency())
                || theirs.capturedMinor() != ours.capturedMinor()) {
            return WRONG_AMOUNT;
        }
        return refunds(theirs, ours, requestedMinor);
    }

    private static Difference afterGivingUp(ListedCharge theirs, PaymentRecord ours, long requestedMinor) {
        if (!hasMoney(theirs)) {
            return ours.capturedMinor() > 0 ? NOT_CAPTURED : null;
        }
        if (ours.capturedMinor() == 0) {
            return holdsMoney(theirs) ? UNWANTED_MONEY : null;
        }
        Difference refunds = refunds(theirs, ours, requestedMinor);
        boolean kept = theirs.capturedMinor() > theirs.refundedMinor() + requestedMinor;
        return refunds == null && kept ? UNWANTED_MONEY : refunds;
    }

    private static Difference refunds(ListedCharge theirs, PaymentRecord ours, long requestedMinor) {
        if (theirs.refundedMinor() < ours.refundedMinor()) {
            return REFUNDED_LESS;
        }
        return theirs.refundedMinor() > ours.refundedMinor() + requestedMinor ? REFUNDED_MORE : null;
    }
}
