package io.ticketsafe.contract;

/** Whether a question may be asked again when nobody knows what became of it: the process that had it is gone. */
public enum Repeat {
    /** A second time would be something else, or be refused. */
    NEVER,
    /** With an idempotency key the second answer is the first one. */
    WITH_KEY,
    /** It only reads, or does nothing more the second time. */
    ALWAYS
}
