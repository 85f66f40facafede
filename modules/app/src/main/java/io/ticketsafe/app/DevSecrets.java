package io.ticketsafe.app;

import io.ticketsafe.common.config.PostgresConfig;
import io.ticketsafe.common.config.Secret;
import io.ticketsafe.common.config.SecurityConfig;
import io.ticketsafe.payments.PaymentsConfig;
import java.util.Set;

/** What the dev profile uses for secrets. They stand in public, so the production profile refuses them. */
public final class DevSecrets {
    public static final String MASTER_KEY = "dev-master-key-known-to-everybody-in-the-world";
    public static final String SERVICE_SECRET = "dev-service-secret-known-to-everybody-in-the-world";

    private static final Set<String> KNOWN = Set.of(MASTER_KEY, SERVICE_SECRET);
    private static final String EMBEDDED_STORE_LOGIN = "ticketsafe:ticketsafe@";

    private DevSecrets() {}

    /** Fails with the name of the setting and what is wrong with it. */
    static void refuse(SecurityConfig security, PostgresConfig postgres, PaymentsConfig payments) {
        refuse("security.masterKey", security.masterKey());
        refuse("security.serviceSecret", security.serviceSecret());
        if (postgres.url().contains(EMBEDDED_STORE_LOGIN)) {
            throw new IllegalArgumentException(
                    "postgres.url must not name the embedded store's user and password in the production profile");
        }
        if (payments.hasDevSecret()) {
            throw new IllegalArgumentException("payments.sandbox.webhookSecret must not be the built-in one in the"
                    + " production profile; or switch payments.sandbox.enabled off");
        }
        if (payments.givesAwayInProduction()) {
            throw new IllegalArgumentException("payments.sandbox.enabled must be false in the production profile, since"
                    + " the sandbox sells for nothing; set payments.sandbox.inProduction to true if that is wanted");
        }
        String unfit = payments.stripe().unfitForProduction();
        if (unfit != null) {
            throw new IllegalArgumentException("payments.stripe." + unfit);
        }
    }

    private static void refuse(String setting, Secret secret) {
        if (KNOWN.contains(secret.value())) {
            throw new IllegalArgumentException(setting + " must not be a dev secret in the production profile");
        }
    }
}
