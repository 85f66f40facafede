package io.ticketsafe.contract.payments;

import static io.ticketsafe.contract.BusOperation.forUsers;
import static io.ticketsafe.contract.BusOperation.internal;
import static io.ticketsafe.contract.BusOperation.open;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.NoCardCheck;
import io.ticketsafe.contract.Nothing;
import io.ticketsafe.contract.reports.ReportOperations.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Payments and refunds. Knows nothing of seats: tickets asks, and learns what comes later from facts. */
public interface PaymentOperations {
    /**
     * Creates the payment if it is new and asks the provider to authorise it; repeating it with the same id continues
     * or answers what is known. Declines are an answer: status failed with a failure code.
     */
    BusOperation<Authorize, Authorization> AUTHORIZE = internal(
                    "ticketsafe.payments.v1.authorize", Authorize.class, Authorization.class)
            .within(Duration.ofSeconds(12))
            .repeatable();

    /**
     * Takes the money that was authorised. Idempotent. WRONG_STATE when there is nothing to capture. Still authorized in the
     * answer: the provider has not answered in time; it goes on, and a fact tells the end.
     */
    BusOperation<PaymentId, Authorization> CAPTURE = internal(
                    "ticketsafe.payments.v1.capture", PaymentId.class, Authorization.class)
            .within(Duration.ofSeconds(12))
            .repeatable();

    /**
     * Gives up a payment that was not captured (voided in the answer, at once and for good), or refunds it whole if the money
     * did move or is about to (captured or authorized in the answer; the payment says how much went back). Idempotent.
     */
    BusOperation<PaymentId, Authorization> VOID = internal(
                    "ticketsafe.payments.v1.voidPayment", PaymentId.class, Authorization.class)
            .within(Duration.ofSeconds(12))
            .repeatable();

    /** How a payment stands, without asking its provider. NOT_FOUND for one that payments does not know. */
    BusOperation<PaymentId, Authorization> STATE = internal(
                    "ticketsafe.payments.v1.stateOfPayment", PaymentId.class, Authorization.class)
            .repeatable();

    /** Idempotent by refund id. The end of it is also told by a fact. WRONG_STATE when more than was captured is asked back. */
    BusOperation<RefundPayment, RefundState> REFUND = internal(
                    "ticketsafe.payments.v1.refund", RefundPayment.class, RefundState.class)
            .within(Duration.ofSeconds(12))
            .repeatable();

    /** For the payer. */
    BusOperation<PaymentId, Payment> GET = forUsers("ticketsafe.payments.v1.getPayment", PaymentId.class, Payment.class)
            .repeatable();

    /** What was booked for an order, oldest first; nothing for one that payments does not know. */
    BusOperation<LedgerOf, OrderLedger> LEDGER_OF_ORDER = internal(
                    "ticketsafe.payments.v1.ledgerOfOrder", LedgerOf.class, OrderLedger.class)
            .within(Duration.ofSeconds(1))
            .repeatable();

    /**
     * What an organisation gets, or owes, for owners and managers of organisers and agencies alike: a row per event and
     * currency. Columns: {@code eventId, currency, salesMinor} (prices), {@code refundsMinor, feesMinor} (that the organiser pays,
     * less those that went back), {@code commissionMinor} (an agency's own, an organiser's to agencies), {@code cashMinor} (what lies in
     * its cash desks), {@code dueMinor}, the sum of all. What goes off is negative. Totals: {@code money}, the figures by currency.
     */
    BusOperation<StatementOf, Report> STATEMENT = forUsers(
                    "ticketsafe.payments.v1.statement", StatementOf.class, Report.class)
            .within(Duration.ofSeconds(10))
            .repeatable();

    /** A provider's message; UNAUTHENTICATED when its signature is wrong or too old, NOT_FOUND for no such provider. */
    BusOperation<Webhook, Nothing> WEBHOOK =
            open("ticketsafe.payments.v1.webhook", Webhook.class, Nothing.class).repeatable();

    /** Sandbox only: the payer pays a Pix. */
    BusOperation<PaySandboxPix, Payment> PAY_SANDBOX_PIX =
            open("ticketsafe.payments.v1.paySandboxPix", PaySandboxPix.class, Payment.class);

    /** Sandbox only: the payer passes the second step of a card payment that requires action. */
    BusOperation<PaymentId, Payment> COMPLETE_SANDBOX_ACTION =
            open("ticketsafe.payments.v1.completeSandboxAction", PaymentId.class, Payment.class);

    enum MethodType {
        @JsonProperty("card")
        CARD,
        @JsonProperty("pix")
        PIX,
        /** Money that a seller took at a desk. */
        @JsonProperty("cash")
        CASH,
        /** A card that a seller took with a terminal, whose slip says it. */
        @JsonProperty("terminal")
        TERMINAL;

        /** Whether a seller takes the money, who records it here. */
        public boolean isAtDesk() {
            return this == CASH || this == TERMINAL;
        }
    }

    /**
     * @param token of a card, from the provider; never a card number
     * @param reference of a desk's own: what the terminal's slip says, or a receipt's number
     */
    record Method(MethodType type, String token, String reference) {
        public Method(MethodType type, String token) {
            this(type, token, null);
        }
    }

    /** What the API shows. */
    enum PaymentStatus {
        @JsonProperty("pending")
        PENDING,
        @JsonProperty("requires_action")
        REQUIRES_ACTION,
        @JsonProperty("succeeded")
        SUCCEEDED,
        @JsonProperty("failed")
        FAILED,
        @JsonProperty("canceled")
        CANCELED,
        @JsonProperty("partially_refunded")
        PARTIALLY_REFUNDED,
        @JsonProperty("refunded")
        REFUNDED
    }

    enum RefundStatus {
        @JsonProperty("pending")
        PENDING,
        @JsonProperty("succeeded")
        SUCCEEDED,
        @JsonProperty("failed")
        FAILED
    }

    /** Where the payment stands between tickets and payments. */
    enum AuthorizationState {
        /** Not known yet; asking again continues. */
        @JsonProperty("pending")
        PENDING,
        /** The payer must act; the end of it comes as a fact. */
        @JsonProperty("requires_action")
        REQUIRES_ACTION,
        /** The money is reserved and waits for capture. */
        @JsonProperty("authorized")
        AUTHORIZED,
        @JsonProperty("captured")
        CAPTURED,
        @JsonProperty("failed")
        FAILED,
        @JsonProperty("voided")
        VOIDED
    }

    /**
     * @param paymentId chosen by the caller; makes the request idempotent
     * @param payerId user who may see the payment
     * @param expiresAt after which the payer need not pay any more (Pix)
     * @param shares whose the money is; they sum to the amount, VALIDATION otherwise; absent: all of it is the organiser's
     * @param deskId organisation at whose desk the money was taken in; absent for other methods
     */
    record Authorize(
            UUID paymentId,
            UUID orderId,
            UUID eventId,
            UUID organizationId,
            UUID payerId,
            Money amount,
            Method method,
            Instant expiresAt,
            List<Share> shares,
            UUID deskId) {
        public Authorize(
                UUID paymentId,
                UUID orderId,
                UUID eventId,
                UUID organizationId,
                UUID payerId,
                Money amount,
                Method method,
                Instant expiresAt) {
            this(paymentId, orderId, eventId, organizationId, payerId, amount, method, expiresAt, null, null);
        }

        public Authorize(
                UUID paymentId,
                UUID orderId,
                UUID eventId,
                UUID organizationId,
                UUID payerId,
                Money amount,
                Method method,
                Instant expiresAt,
                List<Share> shares) {
            this(paymentId, orderId, eventId, organizationId, payerId, amount, method, expiresAt, shares, null);
        }
    }

    /** Where money lies, or whose it is. */
    enum Account {
        /** Lies with the payment provider. */
        @JsonProperty("provider")
        PROVIDER,
        /** Lies in a cash desk. */
        @JsonProperty("cash")
        CASH,
        @JsonProperty("organizer")
        ORGANIZER,
        /** The platform's fees. */
        @JsonProperty("platform")
        PLATFORM,
        /** The commission of the agency that sold. */
        @JsonProperty("agency")
        AGENCY,
        /** Organiser, platform and agency together, for those who may not see who gets what; never booked. */
        @JsonProperty("seller")
        SELLER
    }

    /** What an entry of the ledger is for. */
    enum EntryKind {
        /** The price of tickets. */
        @JsonProperty("sale")
        SALE,
        @JsonProperty("fee")
        FEE,
        @JsonProperty("commission")
        COMMISSION,
        /** The price of tickets, on its way back; fees and commission that go back are entries of their own kind. */
        @JsonProperty("refund")
        REFUND
    }

    /**
     * A part of a payment or a refund. Parts may be negative: a fee that the organiser pays is one of the platform's, and as much
     * less of the organiser's.
     *
     * @param account organizer, platform or agency
     * @param party id of the organiser or agency; absent for the platform
     * @param kind what it is for: sale, fee or commission
     */
    record Share(Account account, UUID party, EntryKind kind, long amountMinor) {}

    record LedgerOf(UUID orderId) {}

    /**
     * @param from what was booked since; absent: ever
     * @param to what was booked before; absent: until now
     */
    record StatementOf(UUID organizationId, Instant from, Instant to) {}

    record OrderLedger(List<LedgerEntry> entries) {}

    /**
     * One line of the double entry; debits are positive (money that lies somewhere), credits negative (money that is
     * somebody's).
     *
     * @param group those that were booked together, which sum to nothing: the payment's id, or a refund's
     * @param party id of the organiser or agency; absent for others
     * @param refundId absent unless money went back by a refund that was asked for
     */
    record LedgerEntry(
            UUID group,
            Instant at,
            EntryKind kind,
            Account account,
            UUID party,
            Money amount,
            UUID paymentId,
            UUID refundId) {}

    /** @param failure CARD_DECLINED, INSUFFICIENT_FUNDS, WRONG_AMOUNT or VALIDATION; only when failed */
    record Authorization(AuthorizationState state, FaultCode failure, Payment payment) {}

    record PaymentId(UUID paymentId) {}

    /** @param amountMinor what the payer pays, at least 1; null for what is due */
    record PaySandboxPix(UUID paymentId, Long amountMinor) {}

    /**
     * @param reference of a payment at a desk
     * @param recordedBy the seller who took it at a desk; absent for others
     */
    record Payment(
            UUID id,
            UUID orderId,
            PaymentStatus status,
            Money amount,
            Money refunded,
            MethodType method,
            NextAction nextAction,
            Failure failure,
            Instant createdAt,
            String reference,
            UUID recordedBy) {
        public Payment(
                UUID id,
                UUID orderId,
                PaymentStatus status,
                Money amount,
                Money refunded,
                MethodType method,
                NextAction nextAction,
                Failure failure,
                Instant createdAt) {
            this(id, orderId, status, amount, refunded, method, nextAction, failure, createdAt, null, null);
        }
    }

    /**
     * What the payer must do.
     *
     * @param type {@code redirect} or {@code pix}
     * @param url where to send the payer; in the sandbox, where to POST
     * @param pixCode text to copy and pay (BR Code)
     */
    record NextAction(String type, String url, String pixCode, Instant expiresAt) {}

    record Failure(FaultCode code, String message) {}

    /**
     * @param amount zero is for shares that are said: they sum to nothing, and only divide anew what stays
     * @param shares whose the money was; they sum to the amount, VALIDATION otherwise; absent: the organiser's. What takes all
     *     that is left of a payment takes from each what is left of its share, whatever is said here
     */
    record RefundPayment(UUID refundId, UUID paymentId, Money amount, String reason, List<Share> shares) {
        public RefundPayment(UUID refundId, UUID paymentId, Money amount, String reason) {
            this(refundId, paymentId, amount, reason, null);
        }
    }

    record RefundState(UUID refundId, UUID paymentId, RefundStatus status, Money amount) {}

    /** @param body exactly as it came, for the signature */
    record Webhook(
            String provider,

            @NoCardCheck("Read for its signature, not kept.")
            Map<String, String> headers,

            @NoCardCheck("What a provider says of its own accord is read for the payment that it names, not kept.")
            String body) {}
}
