package io.ticketsafe.bench.faults;

import io.ticketsafe.bench.server.TicketSafe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** HAProxy, with the configuration of the composition, before both gateways. */
final class Balancer implements AutoCloseable {
    private static final Path CONFIG = Path.of("docker", "haproxy", "haproxy.cfg");
    private static final long PATIENCE_S = 30;

    private final Process process;
    private final int port = TicketSafe.freePort();

    Balancer(Fleet fleet, Path work) {
        Path certificate = certificate(work);
        ProcessBuilder builder = new ProcessBuilder("haproxy", "-db", "-f", CONFIG.toString())
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("haproxy.log").toFile());
        builder.environment().put("API_BIND", "127.0.0.1:" + port);
        builder.environment().put("API_TLS_BIND", "127.0.0.1:" + TicketSafe.freePort());
        builder.environment().put("METRICS_BIND", "127.0.0.1:" + TicketSafe.freePort());
        builder.environment().put("STATS_SOCKET", work.resolve("haproxy.sock").toString());
        builder.environment().put("CERTIFICATE", certificate.toString());
        for (int number = 1; number <= 2; number++) {
            Fleet.Ports gateway = fleet.ports("gateway", number);
            builder.environment().put("GATEWAY_" + number, "127.0.0.1:" + gateway.http());
            builder.environment().put("GATEWAY_" + number + "_HEALTH", String.valueOf(gateway.management()));
        }
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("haproxy does not start", e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroy();
    }

    /** One for this run only; HAProxy wants certificate and key in one file. */
    private static Path certificate(Path work) {
        Path key = work.resolve("balancer-key.pem");
        Path certificate = work.resolve("balancer.pem");
        List<String> make = List.of(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "1",
                "-subj",
                "/CN=127.0.0.1",
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString());
        try {
            Process openssl = new ProcessBuilder(make)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!openssl.waitFor(PATIENCE_S, TimeUnit.SECONDS) || openssl.exitValue() != 0) {
                throw new IllegalStateException("openssl makes no certificate");
            }
            return Files.writeString(certificate, Files.readString(certificate) + Files.readString(key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
