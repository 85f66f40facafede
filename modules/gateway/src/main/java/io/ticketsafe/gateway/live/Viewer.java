package io.ticketsafe.gateway.live;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/** One open stream; belongs to its event loop. */
final class Viewer {
    final Feed feed;
    final String address;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private Frame at;
    private long sentAtNanos;
    private long fullSinceNanos;
    private boolean full;

    /** Where it stands among the viewers of its feed and event loop. */
    int index;

    Viewer(Feed feed, String address, HttpServerRequest request, Joined joined) {
        this.feed = feed;
        this.address = address;
        this.request = request;
        this.response = request.response();
        this.at = joined.at();
    }

    /** Sends what there is, unless what was sent before has not been read. Returns false once the stream has ended. */
    boolean pump(long nowNanos) {
        if (response.closed() || response.ended()) {
            return false;
        }
        Frame next = at.next;
        while (next != null) {
            if (response.writeQueueFull()) {
                if (!full) {
                    full = true;
                    fullSinceNanos = nowNanos;
                }
                return true;
            }
            at = next;
            sentAtNanos = nowNanos;
            if (next.last) {
                response.end(next.bytes);
                return false;
            }
            response.write(next.bytes);
            next = next.next;
        }
        full = false;
        return true;
    }

    void begin(Joined joined, long nowNanos) {
        sentAtNanos = nowNanos;
        response.write(joined.first());
    }

    void heartbeat(long nowNanos, long everyNanos) {
        if (nowNanos - sentAtNanos >= everyNanos && !response.closed() && !response.writeQueueFull()) {
            sentAtNanos = nowNanos;
            response.write(Frames.HEARTBEAT);
        }
    }

    boolean isTooSlow(long nowNanos, long patienceNanos) {
        return full && nowNanos - fullSinceNanos >= patienceNanos;
    }

    /** What is unread will never be; the client comes again with the id of what it has read. */
    void cutOff() {
        if (request.version() == HttpVersion.HTTP_2) {
            response.reset();
        } else {
            request.connection().close();
        }
    }

    /** The client is to come again after the time it is told. */
    void sendAway(long retryMs) {
        if (!response.closed() && !response.ended()) {
            response.end(Frames.retry(retryMs));
        }
    }
}
