package io.ticketsafe.common.pg;

import io.ticketsafe.common.config.ClientTls;
import io.ticketsafe.common.config.PostgresConfig;
import io.ticketsafe.common.tls.Authorities;
import io.ticketsafe.common.tls.Identity;
import io.vertx.pgclient.SslMode;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.postgresql.ssl.NonValidatingFactory;
import org.postgresql.ssl.WrappedFactory;

/** TLS of migrations, which come by JDBC: it reads the same files in the same way as the pools. Made by the driver, by name. */
public final class MigrationSockets extends WrappedFactory {
    private static final String CA = "ticketsafe.ca";
    private static final String CERTIFICATE = "ticketsafe.certificate";
    private static final String KEY = "ticketsafe.key";

    /** @param properties of the connection, as {@link #properties} has made them */
    public MigrationSockets(Properties properties) throws Exception {
        KeyManager[] keys = null;
        if (properties.getProperty(CERTIFICATE) != null) {
            keys = Identity.read("postgres.tls", path(properties, CERTIFICATE), path(properties, KEY))
                    .options()
                    .getKeyManagerFactory(null)
                    .getKeyManagers();
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                keys, Authorities.read("postgres.tls.ca", path(properties, CA)).managers(), new SecureRandom());
        factory = context.getSocketFactory();
    }

    /** What the driver has to be told; empty without TLS. */
    static Map<String, String> properties(PostgresConfig config, SslMode mode) {
        Map<String, String> properties = new HashMap<>();
        if (!PgTls.isOn(mode)) {
            return properties;
        }
        ClientTls tls = config.tls();
        properties.put("sslmode", mode.value);
        properties.put(
                "sslfactory",
                (config.isVerified(config.url()) ? MigrationSockets.class : NonValidatingFactory.class).getName());
        put(properties, CA, tls.ca());
        put(properties, CERTIFICATE, tls.certificate());
        put(properties, KEY, tls.key());
        return properties;
    }

    private static void put(Map<String, String> properties, String name, Path file) {
        if (file != null) {
            properties.put(name, file.toString());
        }
    }

    private static Path path(Properties properties, String name) {
        String file = properties.getProperty(name);
        return file == null ? null : Path.of(file);
    }
}
