package io.ticketsafe.tickets.agency;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ticketsafe.common.bus.Records;
import io.ticketsafe.common.crypto.SecretBox;
import io.ticketsafe.contract.ServiceFault.Violation;
import io.ticketsafe.contract.tickets.OrderOperations.Buyer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.text.Normalizer;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** The customers of agencies, who have no accounts: whether two of them are the same, and their names out of sight. */
public final class Customers {
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_EMAIL = 254;
    private static final int LONGEST_REFERENCE = 100;
    private static final String COUNTED_AS = "tickets.customer.counted";
    private static final String DESK = "tickets.desk.counted";
    private static final String SEALED_FOR = "tickets.hold.customer";

    private final SecretBox secrets;

    public Customers(SecretBox secrets) {
        this.secrets = secrets;
    }

    /** Adds what is wrong with the customer. */
    public static void check(Buyer buyer, List<Violation> violations) {
        if (isNot(1, LONGEST_NAME, buyer.name())) {
            violations.add(new Violation("/buyer/name", "name must have 1 to " + LONGEST_NAME + " characters."));
        }
        String email = buyer.email();
        if (email != null && (email.length() > LONGEST_EMAIL || !email.matches("[^@\\s]+@[^@\\s]+"))) {
            violations.add(new Violation("/buyer/email", "This is no e-mail address."));
        }
        if (buyer.reference() != null && isNot(1, LONGEST_REFERENCE, buyer.reference())) {
            violations.add(new Violation(
                    "/buyer/reference", "reference must have 1 to " + LONGEST_REFERENCE + " characters."));
        }
    }

    private static boolean isNot(int shortest, int longest, String text) {
        return text == null || text.isBlank() || text.length() < shortest || text.length() > longest;
    }

    /** The same for the same customer of the same agency; tells nothing about the customer to who lacks the master key. */
    SoldFor of(UUID agencyId, Buyer customer) {
        return new SoldFor(agencyId, standIn(agencyId, identity(customer), COUNTED_AS), customer, false);
    }

    /** At a desk nobody is counted: all its places count for one that stands for the desk. */
    SoldFor atDesk(UUID organizationId, Buyer customer) {
        return new SoldFor(organizationId, desk(organizationId), customer, true);
    }

    /** Whose hold it is, as the inventory tells it. */
    public SoldFor read(UUID agencyId, UUID countsFor, String sealed) {
        return new SoldFor(
                agencyId, countsFor, sealed.isEmpty() ? null : open(sealed), countsFor.equals(desk(agencyId)));
    }

    private UUID desk(UUID organizationId) {
        return standIn(organizationId, "", DESK);
    }

    private UUID standIn(UUID agencyId, String identity, String context) {
        byte[] name = identity.getBytes(UTF_8);
        byte[] message = ByteBuffer.allocate(16 + name.length)
                .putLong(agencyId.getMostSignificantBits())
                .putLong(agencyId.getLeastSignificantBits())
                .put(name)
                .array();
        ByteBuffer mac = ByteBuffer.wrap(secrets.mac(message, context));
        // Version 8 of RFC 9562, so that it is nobody's user id.
        long high = mac.getLong() & ~0xf000L | 0x8000L;
        long low = mac.getLong() & ~(0b11L << 62) | 0b10L << 62;
        return new UUID(high, low);
    }

    /** Empty for nobody. */
    public String seal(Buyer customer) {
        if (customer == null) {
            return "";
        }
        byte[] json = Records.write(customer).toBuffer().getBytes();
        return Base64.getEncoder().withoutPadding().encodeToString(secrets.seal(json, SEALED_FOR));
    }

    public Buyer open(String sealed) {
        byte[] json = secrets.open(Base64.getDecoder().decode(sealed), SEALED_FOR);
        return Records.read(new JsonObject(Buffer.buffer(json)), Buyer.class);
    }

    private static String identity(Buyer customer) {
        if (customer.reference() != null) {
            return "reference " + customer.reference().strip();
        }
        return customer.email() != null ? "email " + folded(customer.email()) : "name " + folded(customer.name());
    }

    /** As people mean it: upper and lower case, composed letters and the number of spaces make no difference. */
    static String folded(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .strip()
                .replaceAll("\\s+", " ")
                .toLowerCase(Locale.ROOT);
    }
}
