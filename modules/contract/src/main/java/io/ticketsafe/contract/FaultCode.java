package io.ticketsafe.contract;

/** Every expected refusal, with the HTTP status (RFC 9110) that the gateway answers for it. The names are part of the API. */
public enum FaultCode {
    VALIDATION(400),
    UNAUTHENTICATED(401),
    CARD_DECLINED(402),
    INSUFFICIENT_FUNDS(402),
    WRONG_AMOUNT(402),
    FORBIDDEN(403),
    NOT_FOUND(404),
    METHOD_NOT_ALLOWED(405),
    SEATS_TAKEN(409),
    NOT_ENOUGH_SEATS(409),
    SALE_CLOSED(409),
    HOLD_EXPIRED(409),
    WRONG_STATE(409),
    IDEMPOTENCY_IN_FLIGHT(409),
    PRECONDITION_FAILED(412),
    BODY_TOO_LARGE(413),
    UNSUPPORTED_MEDIA_TYPE(415),
    LIMIT_PER_ORDER(422),
    LIMIT_PER_BUYER(422),
    IDEMPOTENCY_MISMATCH(422),
    METHOD_UNAVAILABLE(422),
    PRECONDITION_REQUIRED(428),
    RATE_LIMITED(429),
    INTERNAL(500),
    NOT_IMPLEMENTED(501),
    UNAVAILABLE(503);

    private final int status;

    FaultCode(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }
}
