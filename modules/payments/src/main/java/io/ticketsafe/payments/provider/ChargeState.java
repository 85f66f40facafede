package io.ticketsafe.payments.provider;

import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.payments.PaymentOperations.NextAction;

/** Where a charge stands at its provider, as the provider says after every act. Its {@code ref} is the provider's own id. */
public sealed interface ChargeState {
    /**
     * The money is reserved.
     *
     * @param amount how much, as the provider says; null where it cannot be another than was asked for
     */
    record Authorized(String ref, Money amount) implements ChargeState {
        public Authorized(String ref) {
            this(ref, null);
        }
    }

    /**
     * The money has moved.
     *
     * @param amount how much, as the provider says, whatever went back since; null where it cannot be another than was asked for
     */
    record Captured(String ref, Money amount) implements ChargeState {
        public Captured(String ref) {
            this(ref, null);
        }
    }

    /** Final: no money will move. {@code message} is for the payer. */
    record Declined(String ref, FaultCode code, String message) implements ChargeState {}

    /** The payer has to act before anything else happens. */
    record RequiresAction(String ref, NextAction nextAction) implements ChargeState {}

    /** The provider has not decided yet. */
    record Pending(String ref) implements ChargeState {}

    /** Given up before money moved; nothing is reserved. */
    record Voided(String ref) implements ChargeState {}

    /** The provider never heard of it, or not yet. */
    record NotFound() implements ChargeState {}
}
