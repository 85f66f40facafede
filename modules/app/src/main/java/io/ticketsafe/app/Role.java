package io.ticketsafe.app;

import java.util.Collection;
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

    /** Whether the role tells of facts, or hears of them. */
    public boolean dealsInFacts() {
        return this != USERS && this != GATEWAY;
    }

    /**
     * Whether a process with these roles is of use while a check fails. Without MongoDB nobody can search or see reports,
     * but sales go on; so only a process that does nothing but reports is of no use then. Without PostgreSQL nothing can be
     * ordered, but looking and holding go on, from Redis and sheets in memory; so a process that does either is of use. What the
     * replica of PostgreSQL would read, the primary reads. Without Kafka facts wait in outboxes and reports lag, which nobody is
     * turned away for.
     *
     * @param check {@code mongo} or {@code mongo-…}, as others
     */
    static boolean canDoWithout(String check, Collection<Role> roles) {
        if (isOf(check, "kafka") || check.equals("postgres-replica")) {
            return true;
        }
        if (isOf(check, "mongo")) {
            return roles.stream().anyMatch(role -> role != REPORTS);
        }
        return isOf(check, "postgres") && roles.stream().anyMatch(role -> role == TICKETS || role == GATEWAY);
    }

    private static boolean isOf(String check, String store) {
        return check.equals(store) || check.startsWith(store + "-");
    }

    /** As it stands in the configuration. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
