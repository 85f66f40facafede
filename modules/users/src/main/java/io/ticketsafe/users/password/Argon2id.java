package io.ticketsafe.users.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106), stored in the PHC string format: {@code $argon2id$v=19$m=…,t=…,p=…$<salt>$<hash>}. Passwords are
 * brought to Unicode form NFC first (RFC 8265), so that the same password typed on another system is the same.
 * Blocking, some tens of milliseconds: for worker threads only.
 */
final class Argon2id {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Pattern PHC = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{16,86})");

    private final Cost cost;
    private final SecureRandom random = new SecureRandom();

    Argon2id(Cost cost) {
        this.cost = cost;
    }

    String hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return encode(cost, salt, digest(password, cost, salt, HASH_BYTES));
    }

    /** Verifies with the cost that the stored hash was made with. */
    static boolean verify(String password, String stored) {
        Matcher phc = parse(stored);
        byte[] salt = Base64.getDecoder().decode(phc.group(4));
        byte[] expected = Base64.getDecoder().decode(phc.group(5));
        return MessageDigest.isEqual(expected, digest(password, costOf(phc), salt, expected.length));
    }

    /** Whether the stored hash was made with another cost than is asked for today. */
    boolean isOutdated(String stored) {
        return !costOf(parse(stored)).equals(cost);
    }

    static String encode(Cost cost, byte[] salt, byte[] hash) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(
                        cost.memoryKib(),
                        cost.iterations(),
                        cost.parallelism(),
                        base64.encodeToString(salt),
                        base64.encodeToString(hash));
    }

    private static byte[] digest(String password, Cost cost, byte[] salt, int length) {
        byte[] text = Normalizer.normalize(password, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
        return digest(text, cost.parameters().withSalt(salt), length);
    }

    static byte[] digest(byte[] password, Argon2Parameters.Builder parameters, int length) {
        byte[] hash = new byte[length];
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(parameters.build());
        generator.generateBytes(password, hash);
        return hash;
    }

    private static Matcher parse(String stored) {
        Matcher phc = PHC.matcher(stored);
        if (!phc.matches()) {
            throw new IllegalStateException("not an Argon2id hash in PHC format");
        }
        return phc;
    }

    private static Cost costOf(Matcher phc) {
        return new Cost(Integer.parseInt(phc.group(1)), Integer.parseInt(phc.group(2)), Integer.parseInt(phc.group(3)));
    }

    /** What one hash costs. */
    record Cost(int memoryKib, int iterations, int parallelism) {
        Argon2Parameters.Builder parameters() {
            return new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(memoryKib)
                    .withIterations(iterations)
                    .withParallelism(parallelism);
        }
    }
}
