package io.ticketsafe.contract;

/** What a token makes its bearer. What a user may do for an organisation is said by {@link MemberRole}. */
public enum Role {
    /** No token needed. */
    ANYONE,
    /** A person (or, with an API key, a program) with an account. */
    USER,
    /** Runs the installation. */
    ADMIN,
    /** One of TicketSafe's own services. */
    SERVICE
}
