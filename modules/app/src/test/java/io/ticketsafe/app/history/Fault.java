package io.ticketsafe.app.history;

/**
 * Something that was done to the servers, in µs of {@link History#now()}.
 *
 * @param from when it began; holds that were answered before may be lost from here on
 * @param to when it was over
 */
record Fault(Kind kind, long from, long to) {
    enum Kind {
        REDIS_KILLED(true, false),
        REDIS_FLUSHED(true, false),
        REDIS_FAILED_OVER(true, true),
        TICKETS_KILLED(false, false);

        /** Whether holds may be lost. */
        final boolean losesHolds;

        /** Whether Redis may come back with what has changed since. */
        final boolean bringsBackThePast;

        Kind(boolean losesHolds, boolean bringsBackThePast) {
            this.losesHolds = losesHolds;
            this.bringsBackThePast = bringsBackThePast;
        }
    }

    @Override
    public String toString() {
        return "%10.3f-%10.3f %s".formatted(from / 1e6, to / 1e6, kind);
    }
}
