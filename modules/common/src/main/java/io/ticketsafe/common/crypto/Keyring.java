package io.ticketsafe.common.crypto;

import static com.google.crypto.tink.aead.PredefinedAeadParameters.AES256_GCM;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AeadKey;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.util.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Keys of Tink's AEAD: the primary one seals, and all of them open. In a keyset that is rotated those before the primary are older, and
 * one behind it waits for every process to know it. The key that is made of the master key opens, too, wherever it stands: everything was
 * sealed by it once, in the form that Tink calls raw, nonce and ciphertext with nothing before them. Immutable.
 */
public final class Keyring {
    private static final int RAW_KEY_ID = 1;
    private static final AesGcmParameters RAW = raw();

    private final KeysetHandle keys;
    private final Aead aead;

    private Keyring(KeysetHandle keys, Aead aead) {
        this.keys = keys;
        this.aead = aead;
    }

    /** One key of a keyset. */
    public record Key(int id, Role role, byte[] prefix) {
        /** How it is written and shown: without a sign. */
        public String name() {
            return Integer.toUnsignedString(id);
        }
    }

    public enum Role {
        OLDER,
        PRIMARY,
        WAITING
    }

    /** With the master key's key alone, which is what processes without a keyset have. */
    public static Keyring ofMasterKey(String masterKey) {
        return make(() -> {
            KeysetHandle.Builder.Entry entry =
                    KeysetHandle.importKey(ofMaster(masterKey)).withFixedId(RAW_KEY_ID);
            return of(KeysetHandle.newBuilder().addEntry(entry.makePrimary()).build(), masterKey);
        });
    }

    /** With one new key. */
    public static Keyring generate(String masterKey) {
        return make(() -> of(KeysetHandle.generateNew(AES256_GCM, tink()), masterKey));
    }

    /**
     * Reads what {@link #toJson} or Tink's own tool wrote.
     *
     * @throws IllegalArgumentException with a few words about what is wrong
     */
    public static Keyring parse(String json, String masterKey) {
        KeysetHandle read;
        try {
            read = TinkJsonProtoKeysetFormat.parseKeyset(json, tink(), InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IllegalArgumentException("is no keyset in Tink's JSON");
        }
        for (int i = 0; i < read.size(); i++) {
            if (!(read.getAt(i).getKey() instanceof AeadKey)) {
                throw new IllegalArgumentException("has a key that is not for AEAD");
            }
            if (read.getAt(i).getStatus() != KeyStatus.ENABLED) {
                throw new IllegalArgumentException("has a key that is not enabled");
            }
        }
        return make(() -> of(read, masterKey));
    }

    /** In clear: whoever reads it can open everything. */
    public String toJson() {
        return make(() -> TinkJsonProtoKeysetFormat.serializeKeyset(keys, tink(), InsecureSecretKeyAccess.get()));
    }

    /** In their order. */
    public List<Key> keys() {
        int primary = indexOfPrimary();
        return IntStream.range(0, keys.size())
                .mapToObj(i -> new Key(
                        keys.getAt(i).getId(),
                        i < primary ? Role.OLDER : i == primary ? Role.PRIMARY : Role.WAITING,
                        ((AeadKey) keys.getAt(i).getKey()).getOutputPrefix().toByteArray()))
                .toList();
    }

    public Key primary() {
        return keys().get(indexOfPrimary());
    }

    /** Null when none waits. */
    public Key waiting() {
        return keys().stream()
                .filter(key -> key.role() == Role.WAITING)
                .findFirst()
                .orElse(null);
    }

    /** With one more, which waits. */
    public Keyring withNew(String masterKey) {
        return make(() -> {
            KeysetHandle.Builder builder = KeysetHandle.newBuilder(keys);
            builder.addEntry(
                    KeysetHandle.generateEntryFromParameters(AES256_GCM).withRandomId());
            return of(builder.build(), masterKey);
        });
    }

    /** With the one that waits as primary. */
    public Keyring promoted(String masterKey) {
        return make(() -> {
            KeysetHandle.Builder builder = KeysetHandle.newBuilder(keys);
            builder.getAt(indexOfPrimary() + 1).makePrimary();
            return of(builder.build(), masterKey);
        });
    }

    /** Without the older ones. */
    public Keyring withoutOlder(String masterKey) {
        return make(() -> {
            KeysetHandle.Builder builder = KeysetHandle.newBuilder(keys);
            for (int i = indexOfPrimary() - 1; i >= 0; i--) {
                builder.deleteAt(i);
            }
            return of(builder.build(), masterKey);
        });
    }

    byte[] seal(byte[] message, byte[] context) throws GeneralSecurityException {
        return aead.encrypt(message, context);
    }

    byte[] open(byte[] box, byte[] context) throws GeneralSecurityException {
        return aead.decrypt(box, context);
    }

    private int indexOfPrimary() {
        return IntStream.range(0, keys.size())
                .filter(i -> keys.getAt(i).isPrimary())
                .findFirst()
                .orElseThrow();
    }

    /** The master key's stands beside the keyset, not in it, so that it is not written to its file. */
    private static Keyring of(KeysetHandle keys, String masterKey) throws GeneralSecurityException {
        AesGcmKey old = ofMaster(masterKey);
        List<Integer> ids = new ArrayList<>();
        boolean known = false;
        for (int i = 0; i < keys.size(); i++) {
            ids.add(keys.getAt(i).getId());
            known |= keys.getAt(i).getKey().equalsKey(old);
        }
        KeysetHandle all = keys;
        if (!known) {
            int free = IntStream.iterate(RAW_KEY_ID, id -> id + 1)
                    .filter(id -> !ids.contains(id))
                    .findFirst()
                    .orElseThrow();
            all = KeysetHandle.newBuilder(keys)
                    .addEntry(KeysetHandle.importKey(old).withFixedId(free))
                    .build();
        }
        return new Keyring(keys, all.getPrimitive(tink(), Aead.class));
    }

    private static AesGcmKey ofMaster(String masterKey) throws GeneralSecurityException {
        byte[] bytes = MessageDigest.getInstance("SHA-256").digest(masterKey.getBytes(StandardCharsets.UTF_8));
        return AesGcmKey.builder()
                .setParameters(RAW)
                .setKeyBytes(SecretBytes.copyFrom(bytes, InsecureSecretKeyAccess.get()))
                .build();
    }

    private static AesGcmParameters raw() {
        return make(() -> AesGcmParameters.builder()
                .setKeySizeBytes(32)
                .setIvSizeBytes(12)
                .setTagSizeBytes(16)
                .setVariant(AesGcmParameters.Variant.NO_PREFIX)
                .build());
    }

    private static Configuration tink() throws GeneralSecurityException {
        AeadConfig.register();
        return RegistryConfiguration.get();
    }

    private static <T> T make(Making<T> making) {
        try {
            return making.make();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the keys cannot be used", e);
        }
    }

    private interface Making<T> {
        T make() throws GeneralSecurityException;
    }
}
