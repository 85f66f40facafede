package io.ticketsafe.reports.rebuild;

/** The reports are as they were; the message says why. */
public final class RebuildRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RebuildRefused(String message) {
        super(message);
    }
}
