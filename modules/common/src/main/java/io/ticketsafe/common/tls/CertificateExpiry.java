package io.ticketsafe.common.tls;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** {@code ticketsafe.tls.certificate.expiry}: seconds until a certificate that is in use expires; negative afterwards. */
public final class CertificateExpiry {
    private CertificateExpiry() {}

    /** @param use such as {@code http} or {@code redis} */
    public static void gauge(MeterRegistry meters, String use, Supplier<Instant> expiresAt) {
        Gauge.builder(
                        "ticketsafe.tls.certificate.expiry",
                        () -> Duration.between(Instant.now(), expiresAt.get()).toSeconds())
                .description("Time until the certificate in use expires")
                .baseUnit("seconds")
                .strongReference(true)
                .tag("use", use)
                .register(meters);
    }
}
