package io.ticketsafe.common.tls;

import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Why a server cannot be spoken to by TLS, in words for whoever set it up. */
public final class TlsTrouble {
    private TlsTrouble() {}

    /**
     * What follows the server's name; empty where TLS is not the trouble.
     *
     * @param caSetting such as {@code redis.tls.ca}
     * @param withoutTls how the settings say that there is none, for who asked a server by TLS that has none
     */
    public static Optional<String> words(Throwable failure, String caSetting, String withoutTls) {
        if (Causes.find(failure, SSLException.class) == null
                && Causes.find(failure, CertificateException.class) == null) {
            return Optional.empty();
        }
        Throwable root = Causes.root(failure);
        return Optional.of(explain(
                root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage(),
                caSetting,
                withoutTls));
    }

    /** @param why as the JDK says it */
    public static String explain(String why, String caSetting, String withoutTls) {
        if (why.contains("not an SSL/TLS record") || why.contains("Unsupported or unrecognized SSL message")) {
            return "does not speak TLS; " + withoutTls;
        }
        if (why.contains("NotAfter")) {
            return "has a certificate that has expired (" + why + ")";
        }
        if (why.contains("unable to find valid certification path") || why.contains("PKIX path")) {
            return "has a certificate that is not trusted; " + caSetting + " names the CA's file (" + why + ")";
        }
        if (why.startsWith("No name matching") || why.startsWith("No subject alternative")) {
            return "has a certificate for another host (" + why + ")";
        }
        if (why.contains("bad_certificate")
                || why.contains("certificate_required")
                || why.contains("unknown_ca")
                || why.contains("certificate_expired")
                || why.contains("certificate_unknown")) {
            return "does not accept our certificate, or asks for one (" + why + ")";
        }
        return "cannot be spoken to by TLS (" + why + ")";
    }
}
