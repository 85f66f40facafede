package io.ticketsafe.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ticketsafe.common.BackgroundJob;
import io.ticketsafe.common.ServiceContext;
import io.ticketsafe.common.tls.CertificateExpiry;
import io.ticketsafe.common.tls.Identity;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The certificate that HTTPS shows: read again and again, and shown when it is another one that is sound. */
final class Certificates {
    private static final Logger log = LoggerFactory.getLogger(Certificates.class);

    private final Vertx vertx;
    private final TlsConfig config;
    private final BackgroundJob job;
    private final Counter unusable;
    private Function<Identity, Future<?>> shows;
    private volatile Identity current;
    private String trouble;

    private Certificates(Vertx vertx, TlsConfig config, Identity first, MeterRegistry meters) {
        this.vertx = vertx;
        this.config = config;
        this.current = first;
        this.job = new BackgroundJob(vertx, "reading of the certificate", config.refresh(), this::readAgain);
        this.unusable = Counter.builder("ticketsafe.tls.certificate.unusable")
                .description("Times that the files of the certificate for HTTPS could not be used")
                .register(meters);
        CertificateExpiry.gauge(meters, "http", () -> current.expiresAt());
    }

    /** Blocking; refuses files that cannot be used. */
    static Certificates read(ServiceContext services, TlsConfig config) {
        return new Certificates(services.vertx(), config, config.identity(), services.meters());
    }

    Identity current() {
        return current;
    }

    /** @param show fails where an identity cannot be shown, and then goes on with the one of before */
    void watch(Function<Identity, Future<?>> show) {
        shows = show;
        job.startAfterPause();
    }

    Future<Void> stop() {
        return job.stop();
    }

    private Future<?> readAgain() {
        return vertx.executeBlocking(config::identity, false)
                .compose(found -> found.isSameAs(current) ? Future.succeededFuture() : show(found))
                .onSuccess(same -> trouble = null)
                .recover(failure -> {
                    tell(failure);
                    return Future.succeededFuture();
                });
    }

    private Future<?> show(Identity found) {
        return shows.apply(found).onSuccess(shown -> {
            current = found;
            log.atInfo().addKeyValue("expiresAt", found.expiresAt()).log("new certificate for HTTPS");
        });
    }

    /** Once, until it becomes something else. */
    private void tell(Throwable failure) {
        unusable.increment();
        String reason = String.valueOf(failure.getMessage());
        if (!reason.equals(trouble)) {
            log.atError()
                    .addKeyValue("reason", reason)
                    .addKeyValue("expiresAt", current.expiresAt())
                    .log("certificate for HTTPS cannot be used, the one of before stays");
        }
        trouble = reason;
    }
}
