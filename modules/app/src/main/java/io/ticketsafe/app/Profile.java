package io.ticketsafe.app;

/** How much may be taken for granted. */
public enum Profile {
    /** Embedded stores and built-in secrets, on the own machine. */
    DEV,
    /** Nothing that others could know. */
    PRODUCTION
}
