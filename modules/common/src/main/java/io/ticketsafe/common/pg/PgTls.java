package io.ticketsafe.common.pg;

import io.ticketsafe.common.config.ClientTls;
import io.ticketsafe.common.config.PostgresConfig;
import io.ticketsafe.common.tls.Authorities;
import io.ticketsafe.common.tls.Identity;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.util.List;

/** How connections to PostgreSQL are protected; the modes are those of libpq (PostgreSQL manual, 32.19). */
final class PgTls {
    private PgTls() {}

    /** Blocking, where files are named; {@code url} is one of the two of the configuration. */
    static List<PgConnectOptions> servers(PostgresConfig config, String url) {
        List<PgConnectOptions> servers = PgUrl.servers(url);
        SslMode mode = servers.get(0).getSslMode();
        if (isOn(mode)) {
            ClientSSLOptions ssl = ssl(config.tls(), mode, config.isVerified(url));
            servers.forEach(server -> server.setSslOptions(ssl.copy()));
        }
        return servers;
    }

    /** Whether no connection is made without. */
    static boolean isOn(SslMode mode) {
        return mode == SslMode.REQUIRE || mode == SslMode.VERIFY_CA || mode == SslMode.VERIFY_FULL;
    }

    private static ClientSSLOptions ssl(ClientTls tls, SslMode mode, boolean verified) {
        ClientSSLOptions ssl =
                new ClientSSLOptions().setHostnameVerificationAlgorithm(mode == SslMode.VERIFY_FULL ? "HTTPS" : "");
        if (verified) {
            ssl.setTrustOptions(Authorities.read("postgres.tls.ca", tls.ca()).options());
        } else {
            ssl.setTrustAll(true);
        }
        if (tls.certificate() != null) {
            ssl.setKeyCertOptions(
                    Identity.read("postgres.tls", tls.certificate(), tls.key()).options());
        }
        return ssl;
    }
}
