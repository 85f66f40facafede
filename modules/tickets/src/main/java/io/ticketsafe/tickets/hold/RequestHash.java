package io.ticketsafe.tickets.hold;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ticketsafe.contract.tickets.HoldOperations.HoldSeats;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** Tells whether two requests with one idempotency key are the same request. */
final class RequestHash {
    private static final int BYTES = 16;

    private RequestHash() {}

    /** The text of a record names every member, so equal texts are equal requests. */
    static String of(HoldSeats request) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(request.toString().getBytes(UTF_8));
            return Base64.getEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
