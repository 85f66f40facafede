package io.ticketsafe.common.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what must not lie readable in a store, by Tink's AEAD with AES-256-GCM. The keys may be exchanged while it is used: what any of them
 * has sealed opens, and what the master key sealed opens for ever.
 */
public final class SecretBox {
    private final SecretKeySpec macKey;
    private volatile Keyring keys;

    /** @param masterKey at least 32 characters of high entropy */
    public SecretBox(String masterKey) {
        this(masterKey, Keyring.ofMasterKey(masterKey));
    }

    public SecretBox(String masterKey, Keyring keys) {
        this.macKey = new SecretKeySpec(sha256(masterKey), "HmacSHA256");
        this.keys = keys;
    }

    /** Seals by these from now on. */
    void use(Keyring others) {
        keys = others;
    }

    /** @param context what the message is for; must be the same to open it */
    public byte[] seal(byte[] message, String context) {
        try {
            return keys.seal(message, context.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("nothing can be sealed", e);
        }
    }

    /** @throws IllegalStateException when the box was sealed with a key that is not at hand or for another context, or changed since */
    public byte[] open(byte[] box, String context) {
        try {
            return keys.open(box, context.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("neither the keys nor the master key fit what is stored", e);
        }
    }

    /** What a box that was sealed just now begins with; empty for a raw key, which leaves no sign. */
    byte[] primaryPrefix() {
        return keys.primary().prefix();
    }

    /**
     * HMAC-SHA-256: tells whether two messages are equal, to nobody who lacks the master key. Its key is never exchanged, since what was
     * told apart by it would not be known again.
     */
    public byte[] mac(byte[] message, String context) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(macKey);
            mac.update(context.getBytes(UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
