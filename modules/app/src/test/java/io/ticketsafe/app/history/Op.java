package io.ticketsafe.app.history;

import java.util.Set;

/**
 * One command of one client, from when it was sent to when it was answered. Times are µs of {@link History#now()}.
 *
 * @param status of the HTTP answer; 0 when none came
 * @param text code of a refusal, or a word on what the answer says
 * @param holdId the hold that was asked for or answered; null when not known
 * @param orderId likewise
 * @param seats what the answer says is held or ordered; of {@link Act#RELEASE_SEAT} the one seat
 * @param standing places without seats, likewise
 * @param until end of the hold or of the time to pay, as answered; 0 when not
 */
record Op(
        int client,
        Act act,
        long from,
        long to,
        int status,
        String text,
        String holdId,
        String orderId,
        Set<String> seats,
        int standing,
        long until) {

    enum Act {
        HOLD,
        REPEAT_HOLD,
        EXTEND,
        RELEASE,
        RELEASE_SEAT,
        LAPSE,
        ORDER,
        PAY,
        CANCEL,
        REFUND,
        READ
    }

    boolean done() {
        return status >= 200 && status < 300;
    }

    /** Done, refused, or nobody knows. */
    String outcome() {
        return done() ? "done" : status >= 400 && status < 500 ? text : "unknown";
    }

    int places() {
        return seats.size() + standing;
    }

    boolean overlaps(long start, long end) {
        return from <= end && to >= start;
    }

    @Override
    public String toString() {
        return "%10.3f-%10.3f client %d %-12s %3d %-18s hold %s order %s %s +%d"
                .formatted(from / 1e6, to / 1e6, client, act, status, text, holdId, orderId, seats, standing);
    }
}
