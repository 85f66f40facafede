package io.ticketsafe.gateway.live;

import io.vertx.core.buffer.Buffer;

/**
 * What all viewers of an event are sent, encoded once. Each knows the next, so that a viewer needs to remember only the last one it
 * was sent, and those that all have passed are forgotten by themselves.
 */
final class Frame {
    final Buffer bytes;

    /** Whether the stream ends with it. */
    final boolean last;

    /** Written by the feed, read by the event loops of the viewers. */
    volatile Frame next;

    Frame(Buffer bytes, boolean last) {
        this.bytes = bytes;
        this.last = last;
    }
}
