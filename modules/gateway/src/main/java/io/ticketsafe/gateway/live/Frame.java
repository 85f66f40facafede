package io.ticketsafe.gateway.live;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What all viewers of an audience are sent, encoded once. Each knows the next, so that a viewer needs to remember only the last one it
 * was sent, and those that all have passed are forgotten by themselves.
 */
final class Frame {
    private static final byte[] LINE_END = {'\r', '\n'};

    final Buffer bytes;

    /** Whether the stream ends with it. */
    final boolean last;

    /** Written by the feed, read by the event loops of the viewers. */
    volatile Frame next;

    private final ByteBuf chunk;

    Frame(Buffer bytes, boolean last) {
        this.bytes = bytes;
        this.last = last;
        this.chunk = bytes == null || last ? null : chunk(bytes.getBytes());
    }

    /** The frame as a chunk of HTTP/1.1 (RFC 9112, 7.1), outside the heap: what the kernel is given, without a copy for each viewer. */
    ByteBuf chunk() {
        return chunk.duplicate();
    }

    /** Freed by the garbage collector once no viewer and no socket refers to it, whatever the count of references. */
    private static ByteBuf chunk(byte[] content) {
        byte[] size = Integer.toHexString(content.length).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer memory = ByteBuffer.allocateDirect(size.length + content.length + 2 * LINE_END.length);
        memory.put(size).put(LINE_END).put(content).put(LINE_END).flip();
        return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(memory));
    }
}
