package io.ticketsafe.tickets.ticket;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * What the code on a ticket says: {@code TS1.<payload>.<signature>}, both base64url without padding. The payload has
 * 38 bytes: version (1), key number (1), ticket id (16), event id (16), serial (4, big-endian). The signature is
 * Ed25519 (RFC 8032) over the ASCII text {@code TS1.<payload>}, so a gate can verify it offline with the public key
 * alone.
 *
 * @param keyNumber of the key that signed; 1 to 255
 * @param serial grows when a ticket's code is replaced; only the newest opens the gate
 */
record TicketCode(int keyNumber, UUID ticketId, UUID eventId, int serial) {
    private static final String PREFIX = "TS1.";
    private static final byte VERSION = 1;
    private static final int PAYLOAD_BYTES = 38;
    private static final int PAYLOAD_CHARACTERS = 51;
    private static final int SIGNATURE_BYTES = 64;
    private static final int SIGNATURE_CHARACTERS = 86;
    private static final int LENGTH = PREFIX.length() + PAYLOAD_CHARACTERS + 1 + SIGNATURE_CHARACTERS;
    private static final Base64.Encoder TO_TEXT = Base64.getUrlEncoder().withoutPadding();

    TicketCode {
        if (keyNumber < 1 || keyNumber > 255) {
            throw new IllegalArgumentException("key number must be 1 to 255");
        }
    }

    /** The part of the code that is signed. */
    String signedText() {
        ByteBuffer payload = ByteBuffer.allocate(PAYLOAD_BYTES)
                .put(VERSION)
                .put((byte) keyNumber)
                .putLong(ticketId.getMostSignificantBits())
                .putLong(ticketId.getLeastSignificantBits())
                .putLong(eventId.getMostSignificantBits())
                .putLong(eventId.getLeastSignificantBits())
                .putInt(serial);
        return PREFIX + TO_TEXT.encodeToString(payload.array());
    }

    String withSignature(byte[] signature) {
        return signedText() + '.' + TO_TEXT.encodeToString(signature);
    }

    /** Empty for whatever is not exactly one of our codes, also where only unused bits of the base64 differ. */
    static Optional<Signed> parse(String text) {
        int dot = PREFIX.length() + PAYLOAD_CHARACTERS;
        if (text.length() != LENGTH || !text.startsWith(PREFIX) || text.charAt(dot) != '.') {
            return Optional.empty();
        }
        byte[] payload = decode(text.substring(PREFIX.length(), dot), PAYLOAD_BYTES);
        byte[] signature = decode(text.substring(dot + 1), SIGNATURE_BYTES);
        if (payload == null || signature == null || payload[0] != VERSION || payload[1] == 0) {
            return Optional.empty();
        }
        ByteBuffer fields = ByteBuffer.wrap(payload, 1, PAYLOAD_BYTES - 1);
        int keyNumber = Byte.toUnsignedInt(fields.get());
        UUID ticketId = new UUID(fields.getLong(), fields.getLong());
        UUID eventId = new UUID(fields.getLong(), fields.getLong());
        return Optional.of(new Signed(new TicketCode(keyNumber, ticketId, eventId, fields.getInt()), signature));
    }

    private static byte[] decode(String text, int bytes) {
        try {
            byte[] decoded = Base64.getUrlDecoder().decode(text);
            return decoded.length == bytes && TO_TEXT.encodeToString(decoded).equals(text) ? decoded : null;
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    /** A code as it was read, its signature not yet checked. */
    record Signed(TicketCode code, byte[] signature) {}
}
