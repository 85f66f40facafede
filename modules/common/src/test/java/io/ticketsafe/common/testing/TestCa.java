package io.ticketsafe.common.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** A certificate authority of a test, which writes what it makes as PEM files. */
public final class TestCa {
    private static final AlgorithmIdentifier ECDSA = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    private static final AtomicLong SERIAL = new AtomicLong(System.nanoTime());

    private final Path folder;
    private final String name;
    private final KeyPair keys = newKeys();

    /** @param name of the authority, and of its file; no two in a folder */
    public TestCa(Path folder, String name) {
        this.folder = folder;
        this.name = name;
        Instant now = Instant.now();
        write(file(), "CERTIFICATE", sign(name, keys.getPublic(), now, now.plus(Duration.ofDays(1)), true));
    }

    /** What to trust. */
    public Path file() {
        return folder.resolve(name + ".pem");
    }

    /** PEM files; the key is PKCS #8. */
    public record Issued(Path certificate, Path key) {}

    /** For servers and clients; a host may be an address. */
    public Issued issue(String subject, String... hosts) {
        return issue(subject, Instant.now().plus(Duration.ofDays(1)), hosts);
    }

    public Issued issue(String subject, Instant until, String... hosts) {
        KeyPair own = newKeys();
        Issued files = new Issued(folder.resolve(subject + ".pem"), folder.resolve(subject + "-key.pem"));
        Instant from = Instant.now().minus(Duration.ofDays(2));
        write(files.certificate(), "CERTIFICATE", sign(subject, own.getPublic(), from, until, false, hosts));
        write(files.key(), "PRIVATE KEY", own.getPrivate().getEncoded());
        return files;
    }

    private byte[] sign(
            String subject, PublicKey subjectKey, Instant from, Instant until, boolean authority, String... hosts) {
        try {
            V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
            generator.setSerialNumber(new ASN1Integer(BigInteger.valueOf(SERIAL.incrementAndGet())));
            generator.setSignature(ECDSA);
            generator.setIssuer(new X500Name("CN=" + name));
            generator.setSubject(new X500Name("CN=" + subject));
            generator.setStartDate(new Time(Date.from(from)));
            generator.setEndDate(new Time(Date.from(until)));
            generator.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(subjectKey.getEncoded()));
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (hosts.length > 0) {
                extensions.addExtension(Extension.subjectAlternativeName, false, names(hosts));
            }
            generator.setExtensions(extensions.generate());
            TBSCertificate content = generator.generateTBSCertificate();
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(content.getEncoded());
            return new DERSequence(new ASN1Encodable[] {content, ECDSA, new DERBitString(signature.sign())})
                    .getEncoded();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static GeneralNames names(String[] hosts) {
        return new GeneralNames(Arrays.stream(hosts)
                .map(host -> new GeneralName(
                        host.matches("[0-9.]+|.*:.*") ? GeneralName.iPAddress : GeneralName.dNSName, host))
                .toArray(GeneralName[]::new));
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(Path file, String kind, byte[] der) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(
                    file,
                    "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n",
                    StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
