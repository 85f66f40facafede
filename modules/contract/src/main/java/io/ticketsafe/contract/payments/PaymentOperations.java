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
import java.time.Duration;
import java.time.Instant;
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
            .within(Duration.ofSeconds(12));

    /**
     * Takes the money that was authorised. Idempotent. WRONG_STATE when there is nothing to capture. Still authorized in the
     * answer: the provider has not answered in time; it goes on, and a fact tells the end.
     */
    BusOperation<PaymentId, Authorization> CAPTURE = internal(
                    "ticketsafe.payments.v1.capture", PaymentId.class, Authorization.class)
            .within(Duration.ofSeconds(12));

    /**
     * Gives up a payment that was not captured (voided in the answer, at once and for good), or refunds it whole if the money
     * did move or is about to (captured or authorized in the answer; the payment says how much went back). Idempotent.
     */
    BusOperation<PaymentId, Authorization> VOID = internal(
                    "ticketsafe.payments.v1.voidPayment", PaymentId.class, Authorization.class)
            .within(Duration.ofSeconds(12));

    /** Idempotent by refund id. The end of it is also told by a fact. WRONG_STATE when more than was captured is asked back. */
    BusOperation<RefundPayment, RefundState> REFUND = internal(
                    "ticketsafe.payments.v1.refund", RefundPayment.class, RefundState.class)
            .within(Duration.ofSeconds(12));

    /** For the payer. */
    BusOperation<PaymentId, Payment> GET =
            forUsers("ticketsafe.payments.v1.getPayment", PaymentId.class, Payment.class);

    /** A provider's message; UNAUTHENTICATED when its signature is wrong or too old, NOT_FOUND for no such provider. */
    BusOperation<Webhook, Nothing> WEBHOOK = open("ticketsafe.payments.v1.webhook", Webhook.class, Nothing.class);

    /** Sandbox only: the payer pays a Pix. */
    BusOperation<PaymentId, Payment> PAY_SANDBOX_PIX =
            open("ticketsafe.payments.v1.paySandboxPix", PaymentId.class, Payment.class);

    /** Sandbox only: the payer passes the second step of a card payment that requires action. */
    BusOperation<PaymentId, Payment> COMPLETE_SANDBOX_ACTION =
            open("ticketsafe.payments.v1.completeSandboxAction", PaymentId.class, Payment.class);

    enum MethodType {
        @JsonProperty("card")
        CARD,
        @JsonProperty("pix")
        PIX
    }

    /** @param token of a card, from the provider; never a card number */
    record Method(MethodType type, String token) {}

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
     */
    record Authorize(
            UUID paymentId,
            UUID orderId,
            UUID eventId,
            UUID organizationId,
            UUID payerId,
            Money amount,
            Method method,
            Instant expiresAt) {}

    /** @param failure CARD_DECLINED, INSUFFICIENT_FUNDS or VALIDATION; only when failed */
    record Authorization(AuthorizationState state, FaultCode failure, Payment payment) {}

    record PaymentId(UUID paymentId) {}

    record Payment(
            UUID id,
            UUID orderId,
            PaymentStatus status,
            Money amount,
            Money refunded,
            MethodType method,
            NextAction nextAction,
            Failure failure,
            Instant createdAt) {}

    /**
     * What the payer must do.
     *
     * @param type {@code redirect} or {@code pix}
     * @param url where to send the payer; in the sandbox, where to POST
     * @param pixCode text to copy and pay (BR Code)
     */
    record NextAction(String type, String url, String pixCode, Instant expiresAt) {}

    record Failure(FaultCode code, String message) {}

    record RefundPayment(UUID refundId, UUID paymentId, Money amount, String reason) {}

    record RefundState(UUID refundId, UUID paymentId, RefundStatus status, Money amount) {}

    /** @param body exactly as it came, for the signature */
    record Webhook(
            String provider,

            @NoCardCheck("Read for its signature, not kept.")
            Map<String, String> headers,

            @NoCardCheck("What a provider says of its own accord is read for the payment that it names, not kept.")
            String body) {}
}
