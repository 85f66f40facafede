package io.ticketsafe.gateway.live;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** One open stream; belongs to its event loop. */
final class Viewer {
    final Audience audience;
    final String address;
    private final Wire wire;
    private Frame at;
    private long commentedAtNanos;
    private long fullSinceNanos;
    private boolean full;

    /** Where it stands among the viewers of its audience and event loop. */
    int index;

    Viewer(String address, HttpServerRequest request, Joined joined) {
        this.audience = joined.audience();
        this.address = address;
        this.wire = new Wire(request);
        this.at = joined.at();
    }

    /** Sends what there is, unless what was sent before has not been read. Returns false once the stream has ended. */
    boolean pump(long nowNanos) {
        if (wire.isOver()) {
            return false;
        }
        Frame next = at.next;
        while (next != null) {
            if (wire.isFull()) {
                if (!full) {
                    full = true;
                    fullSinceNanos = nowNanos;
                }
                return true;
            }
            at = next;
            if (next.last) {
                wire.end(next.bytes);
                return false;
            }
            wire.send(next);
            next = next.next;
        }
        full = false;
        return true;
    }

    void begin(Joined joined, long nowNanos) {
        commentedAtNanos = nowNanos;
        wire.send(joined.first());
    }

    /** Also of a stream that is busy: the server does not see what goes past the codec, and would take it for silent. */
    void heartbeat(long nowNanos, long everyNanos) {
        if (nowNanos - commentedAtNanos >= everyNanos && !wire.isOver() && !wire.isFull()) {
            commentedAtNanos = nowNanos;
            wire.send(Frames.HEARTBEAT);
        }
    }

    boolean isTooSlow(long nowNanos, long patienceNanos) {
        return full && nowNanos - fullSinceNanos >= patienceNanos;
    }

    /** What is unread will never be; the client comes again with the id of what it has read. */
    void cutOff() {
        wire.cut();
    }

    /** The client is to come again after the time it is told. */
    void sendAway(Buffer last) {
        if (!wire.isOver()) {
            wire.end(last);
        }
    }
}
