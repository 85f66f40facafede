package io.ticketsafe.common.testing;

import static io.ticketsafe.common.testing.ServiceHarness.await;

import io.ticketsafe.common.pg.Database;
import io.ticketsafe.common.testing.TestCa.Issued;
import io.ticketsafe.dev.TestStores;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The shared PostgreSQL with TLS, and a database that nobody enters without it and a certificate of the CA. */
public final class SecurePostgres implements AutoCloseable {
    private final TestStores stores = TestStores.shared();
    private final Path rules = stores.stores().dataFolder().resolve("postgres/data/pg_hba.conf");
    private final String rulesBefore;
    private final Database admin;
    private final String plainUrl;

    public SecurePostgres(Vertx vertx, TestCa ca) throws IOException {
        String address = stores.newDatabase().replaceFirst(".*@", "");
        String name = address.replaceFirst(".*/", "");
        plainUrl = "postgresql://ticketsafe:of-no-matter@" + address.replace("127.0.0.1", "localhost");
        admin = Database.open(vertx, "postgresql://postgres@" + address.replace(name, "postgres"), "public", 1);
        Issued own = ca.issue("postgres", "localhost");
        set("ssl_cert_file", own.certificate().toString());
        set("ssl_key_file", own.key().toString());
        set("ssl_ca_file", ca.file().toString());
        set("ssl", "on");
        await(admin.query("CREATE ROLE guarded LOGIN PASSWORD 'right'").otherwiseEmpty());
        rulesBefore = Files.readString(rules);
        Files.writeString(rules, """
                host all guarded all scram-sha-256
                hostssl %s all 127.0.0.1/32 trust clientcert=verify-ca
                host %s all all reject
                """.formatted(name, name) + rulesBefore);
        reload();
    }

    /** {@code sslmode} is {@code verify-full}, the host {@code localhost}. */
    public String url() {
        return plainUrl + "?sslmode=verify-full";
    }

    /** The same server for a user {@code guarded}, who has the password {@code right}; with or without TLS. */
    public String guardedUrl(String password) {
        return plainUrl.replaceFirst("//.*@", "//guarded:" + password + "@").replaceFirst("/[^/]*$", "/postgres");
    }

    public String plainUrl() {
        return plainUrl;
    }

    /** Without TLS again, for the tests that come after. */
    @Override
    public void close() throws IOException {
        Files.writeString(rules, rulesBefore);
        set("ssl", "off");
        reload();
        await(admin.close());
    }

    private void set(String setting, String value) {
        await(admin.query("ALTER SYSTEM SET " + setting + " = '" + value + "'"));
    }

    private void reload() {
        await(admin.query("SELECT pg_reload_conf()"));
    }
}
