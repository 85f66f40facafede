package io.ticketsafe.contract;

/** Names of the bus message headers that every operation understands. */
public final class Headers {
    /** {@code Bearer <JWT>}; each service verifies it by itself. */
    public static final String AUTHORIZATION = "authorization";

    /** Follows one request through every service and log line; at most 128 characters. */
    public static final String REQUEST_ID = "x-request-id";

    /** The caller's key for a request that must not happen twice; at most 255 characters, kept for 24 hours. */
    public static final String IDEMPOTENCY_KEY = "idempotency-key";

    /** How long the sender waits for the answer, in milliseconds; absent: as long as the operation may take. */
    public static final String TIMEOUT = "timeout-ms";

    private Headers() {}
}
