package io.ticketsafe.common.bus;

import io.ticketsafe.contract.ServiceFault;
import java.util.UUID;

/**
 * One request on its way: who asks, and what goes along with it to every further service.
 *
 * @param token the JWT itself, or null
 * @param idempotencyKey or null
 * @param deadline after which nobody waits for the answer any more
 */
public record Call(Caller caller, String token, String requestId, String idempotencyKey, Deadline deadline) {
    private static final int LONGEST_KEY = 255;

    /** Somebody who waits for as long as it takes. */
    public Call(Caller caller, String token, String requestId, String idempotencyKey) {
        this(caller, token, requestId, idempotencyKey, Deadline.NONE);
    }

    /** The same for what goes on after the caller has been answered. */
    public Call withoutDeadline() {
        return new Call(caller, token, requestId, idempotencyKey);
    }

    public UUID userId() {
        return caller.id();
    }

    /** The idempotency key; VALIDATION where there is none, or an unusable one. */
    public String requireIdempotencyKey() {
        if (idempotencyKey == null || idempotencyKey.isBlank()) {
            throw ServiceFault.invalid("header/Idempotency-Key", "The header Idempotency-Key is required here.");
        }
        return checkedIdempotencyKey();
    }

    /** The idempotency key, or null; VALIDATION for an unusable one. */
    public String checkedIdempotencyKey() {
        if (idempotencyKey != null && !isUsable(idempotencyKey)) {
            throw ServiceFault.invalid(
                    "header/Idempotency-Key",
                    "Idempotency-Key must have 1 to " + LONGEST_KEY + " characters, none of them a control character.");
        }
        return idempotencyKey;
    }

    /** Control characters are refused because PostgreSQL stores no NUL, and no client means any of them. */
    private static boolean isUsable(String key) {
        if (key.isBlank() || key.length() > LONGEST_KEY) {
            return false;
        }
        for (int i = 0; i < key.length(); i++) {
            if (Character.isISOControl(key.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
