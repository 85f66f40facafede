package io.ticketsafe.payments.payment;

import io.ticketsafe.common.bus.Records;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.payments.PaymentOperations.Account;
import io.ticketsafe.contract.payments.PaymentOperations.EntryKind;
import io.ticketsafe.contract.payments.PaymentOperations.Failure;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import io.ticketsafe.contract.payments.PaymentOperations.NextAction;
import io.ticketsafe.contract.payments.PaymentOperations.Share;
import io.ticketsafe.payments.ledger.Division;
import io.ticketsafe.payments.ledger.Ledger.About;
import io.ticketsafe.payments.ledger.ShareColumn;
import io.ticketsafe.payments.provider.PaymentProvider.Charge;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * One row of {@code payment}.
 *
 * @param shares whose the money is; null: all of it is the organiser's
 * @param reference of a payment at a desk
 * @param deskId organisation at whose desk it was taken in; null for others
 * @param tokenBox the card's token, sealed; null for Pix and once the provider has answered
 * @param providerRef the provider's own id; null until its first answer
 * @param capturedMinor what moved, whatever went back since; another amount than was asked for only when the payment was given up for it
 * @param capturedCurrency of what moved; null while nothing did, or for the amount's
 * @param unfinished something is left to ask the provider, and recovery will if nobody else does
 */
public record PaymentRecord(
        UUID id,
        UUID orderId,
        UUID eventId,
        UUID organizationId,
        UUID payerId,
        Money amount,
        List<Share> shares,
        MethodType method,
        String reference,
        UUID deskId,
        Buffer requestHash,
        Buffer tokenBox,
        String provider,
        String providerRef,
        PaymentState state,
        long capturedMinor,
        String capturedCurrency,
        long refundedMinor,
        Failure failure,
        NextAction nextAction,
        Instant expiresAt,
        boolean captureRequested,
        boolean voidRequested,
        boolean unfinished,
        Instant createdAt,
        Instant updatedAt) {

    public static PaymentRecord of(Row row) {
        String failure = row.getString("failure_code");
        JsonObject nextAction = row.getJsonObject("next_action");
        OffsetDateTime expiresAt = row.getOffsetDateTime("expires_at");
        return new PaymentRecord(
                row.getUUID("id"),
                row.getUUID("order_id"),
                row.getUUID("event_id"),
                row.getUUID("organization_id"),
                row.getUUID("payer_id"),
                new Money(row.getLong("amount_minor"), row.getString("currency")),
                ShareColumn.read(row),
                MethodType.valueOf(row.getString("method").toUpperCase(Locale.ROOT)),
                row.getString("reference"),
                row.getUUID("desk_id"),
                row.getBuffer("request_hash"),
                row.getBuffer("token_box"),
                row.getString("provider"),
                row.getString("provider_ref"),
                PaymentState.ofSql(row.getString("state")),
                row.getLong("captured_minor"),
                row.getString("captured_currency"),
                row.getLong("refunded_minor"),
                failure == null ? null : new Failure(FaultCode.valueOf(failure), row.getString("failure_message")),
                nextAction == null ? null : Records.read(nextAction, NextAction.class),
                expiresAt == null ? null : expiresAt.toInstant(),
                row.getOffsetDateTime("capture_requested_at") != null,
                row.getOffsetDateTime("void_requested_at") != null,
                row.getOffsetDateTime("recheck_at") != null,
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("updated_at").toInstant());
    }

    /** How the provider is told which payment is meant. */
    public Charge charge() {
        return new Charge(id, orderId, method, providerRef, amount, createdAt);
    }

    /** Whose the money is. What nobody ordered is the platform's until it has gone back. */
    List<Share> division() {
        return isOtherMoney()
                ? List.of(new Share(Account.PLATFORM, null, EntryKind.SALE, capturedMinor))
                : Division.orAllTo(organizationId, amount.amountMinor(), shares);
    }

    /** What entries of the ledger about it say. */
    About about() {
        Account asset = method.isAtDesk() ? Account.CASH : Account.PROVIDER;
        return new About(id, orderId, eventId, organizationId, currency(), asset, deskId);
    }

    /** Of the money that moved. */
    String currency() {
        return capturedCurrency == null ? amount.currency() : capturedCurrency;
    }

    /** Whether something else was captured than what was asked for. */
    boolean isOtherMoney() {
        return capturedMinor > 0 && !new Money(capturedMinor, currency()).equals(amount);
    }

    /** Whether money that was captured must go back, because the payment was given up. */
    public boolean isUnwanted() {
        return capturedMinor > 0 && (state.isGivenUp() || voidRequested);
    }
}
