package io.ticketsafe.app;

import java.util.Locale;
import java.util.Optional;

/** What a process can do; any number of processes may have any set of roles. */
public enum Role {
    USERS("users"),
    EVENTS("events"),
    TICKETS("tickets"),
    PAYMENTS("payments"),
    REPORTS(null),
    GATEWAY(null);

    private final String schema;

    Role(String schema) {
        this.schema = schema;
    }

    /** The PostgreSQL schema that the role owns, if it owns one. */
    public Optional<String> schema() {
        return Optional.ofNullable(schema);
    }

    /** As it stands in the configuration. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
