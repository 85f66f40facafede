package io.ticketsafe.common.tls;

import io.ticketsafe.common.config.ConfigException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;

/**
 * By what a process shows who it is: a certificate with its chain, and its private key. They were found to be valid now and to belong
 * together, and are used as they were read: what becomes of the files does not matter.
 *
 * @param chain our own certificate first
 * @param certificatePem the chain as it stands in its file
 * @param keyPem PKCS #8, or PKCS #1 of RSA or EC; not encrypted
 */
public record Identity(List<X509Certificate> chain, Buffer certificatePem, Buffer keyPem) {
    private static final byte[] SAMPLE = "whose key is it?".getBytes(StandardCharsets.US_ASCII);

    public Identity {
        chain = List.copyOf(chain);
    }

    /**
     * Blocking.
     *
     * @param group of the settings, such as {@code http.tls}
     * @throws ConfigException with one line that names the file and what is wrong with it
     */
    public static Identity read(String group, Path certificate, Path key) {
        String setting = group + ".certificate";
        Buffer certificatePem = Pem.bytes(setting, certificate);
        Buffer keyPem = Pem.bytes(group + ".key", key);
        List<X509Certificate> chain = Pem.certificates(setting, certificate, certificatePem);
        Pem.requireValid(setting, certificate, chain.get(0));
        Identity identity = new Identity(chain, certificatePem, keyPem);
        if (!identity.isSignedFor(identity.privateKey(group + ".key", key))) {
            throw Pem.refusal(group + ".key", key, "is not the key of the certificate in " + certificate);
        }
        return identity;
    }

    public PemKeyCertOptions options() {
        return new PemKeyCertOptions().addCertValue(certificatePem).addKeyValue(keyPem);
    }

    /** When our own certificate, or one that it needs, ends. */
    public Instant expiresAt() {
        return chain.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    public boolean isSameAs(Identity other) {
        return certificatePem.equals(other.certificatePem) && keyPem.equals(other.keyPem);
    }

    /** Read by who will use it; what it cannot read is refused. */
    private PrivateKey privateKey(String setting, Path file) {
        try {
            String kind = chain.get(0).getPublicKey().getAlgorithm();
            for (KeyManager manager : options().getKeyManagerFactory(null).getKeyManagers()) {
                if (manager instanceof X509KeyManager keys && keys.getServerAliases(kind, null) != null) {
                    return keys.getPrivateKey(keys.getServerAliases(kind, null)[0]);
                }
            }
        } catch (Exception e) {
            throw Pem.refusal(setting, file, "holds no private key in PEM that can be read without a password");
        }
        throw Pem.refusal(setting, file, "holds a private key of a kind that is not supported");
    }

    private boolean isSignedFor(PrivateKey key) {
        PublicKey known = chain.get(0).getPublicKey();
        if (!key.getAlgorithm().equals(known.getAlgorithm())) {
            return false;
        }
        try {
            String algorithm = switch (known.getAlgorithm()) {
                case "RSA" -> "SHA256withRSA";
                case "EC" -> "SHA256withECDSA";
                default -> known.getAlgorithm();
            };
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(SAMPLE);
            byte[] signature = signing.sign();
            signing.initVerify(known);
            signing.update(SAMPLE);
            return signing.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "Identity[" + chain.get(0).getSubjectX500Principal() + ", expiresAt=" + expiresAt() + "]";
    }
}
