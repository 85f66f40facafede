package io.ticketsafe.gateway.live;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * The way to one viewer. A frame is the same chunk for all of HTTP/1.1, so it goes past the codec, which would make three buffers of it,
 * copy them and keep books for each viewer. Everything else, and what must wait for what the codec still has, goes through it.
 */
final class Wire {
    private static final String ENCODER = "httpEncoder";

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final ChannelHandlerContext pastCodec;
    private int inCodec;

    Wire(HttpServerRequest request) {
        this.request = request;
        this.response = request.response();
        this.pastCodec =
                request.version() == HttpVersion.HTTP_1_1 && request.connection() instanceof ConnectionBase base
                        ? base.channel().pipeline().context(ENCODER)
                        : null;
    }

    boolean isOver() {
        return response.closed() || response.ended();
    }

    boolean isFull() {
        return isPastCodec() ? !pastCodec.channel().isWritable() : response.writeQueueFull();
    }

    void send(Frame frame) {
        if (isPastCodec()) {
            pastCodec.writeAndFlush(frame.chunk(), pastCodec.voidPromise());
        } else {
            send(frame.bytes);
        }
    }

    void send(Buffer bytes) {
        inCodec++;
        response.write(bytes).onComplete(written -> inCodec--);
    }

    void end(Buffer bytes) {
        response.end(bytes);
    }

    /** What was not sent yet will never be. */
    void cut() {
        if (request.version() == HttpVersion.HTTP_2) {
            response.reset();
        } else {
            request.connection().close();
        }
    }

    private boolean isPastCodec() {
        return pastCodec != null && inCodec == 0;
    }
}
