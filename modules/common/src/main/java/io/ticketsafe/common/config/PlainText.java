package io.ticketsafe.common.config;

/** What the production profile refuses to do without TLS, unless it is told that this is wanted. */
public enum PlainText {
    /** The REST API: TLS ends upstream. */
    HTTP,
    /** The event bus between processes. */
    CLUSTER,
    POSTGRES,
    REDIS,
    MONGO,
    KAFKA
}
