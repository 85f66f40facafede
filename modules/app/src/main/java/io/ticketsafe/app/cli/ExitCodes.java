package io.ticketsafe.app.cli;

/** What the process says to the one who started it. */
final class ExitCodes {
    static final int STOPPED = 0;
    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;

    private ExitCodes() {}
}
