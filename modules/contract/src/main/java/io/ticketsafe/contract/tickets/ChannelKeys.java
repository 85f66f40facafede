package io.ticketsafe.contract.tickets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.UUID;

/** How the key of a channel travels and is stored by whoever only has to recognise it. */
public final class ChannelKeys {
    private ChannelKeys() {}

    /** SHA-256 of event and key, so that the same key of two events looks different. */
    public static String hash(UUID eventId, String key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(eventId.toString().getBytes(UTF_8));
            return Base64.getEncoder().withoutPadding().encodeToString(digest.digest(key.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
