package io.ticketsafe.app;

import java.util.Locale;
import java.util.Optional;

/** What a process can do; any number of processes may have any set of roles. */
public enum Role {
    USERS("users", false),
    EVENTS("events", true),
    TICKETS("tickets", false),
    PAYMENTS("payments", false),
    REPORTS(null, true),
    GATEWAY(null, false);

    private final String schema;
    private final boolean readModels;

    Role(String schema, boolean readModels) {
        this.schema = schema;
        this.readModels = readModels;
    }

    /** The PostgreSQL schema that the role owns, if it owns one. */
    public Optional<String> schema() {
        return Optional.ofNullable(schema);
    }

    /** Whether the role keeps read models in MongoDB. */
    public boolean hasReadModels() {
        return readModels;
    }

    /** As it stands in the configuration. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
