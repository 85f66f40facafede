package io.ticketsafe.gateway;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/** Sends a buffer in pieces, without saying beforehand how long it is. */
final class Chunks implements ReadStream<Buffer> {
    private static final int PIECE = 64 * 1024;

    private final Buffer content;
    private int sent;
    private boolean flowing = true;
    private boolean running;
    private Handler<Buffer> handler;
    private Handler<Void> end;

    Chunks(Buffer content) {
        this.content = content;
    }

    private void run() {
        if (running) {
            return;
        }
        running = true;
        while (flowing && handler != null && sent < content.length()) {
            Buffer piece = content.slice(sent, Math.min(content.length(), sent + PIECE));
            sent += piece.length();
            handler.handle(piece);
        }
        running = false;
        if (sent >= content.length() && end != null) {
            Handler<Void> once = end;
            end = null;
            once.handle(null);
        }
    }

    @Override
    public ReadStream<Buffer> handler(Handler<Buffer> to) {
        handler = to;
        run();
        return this;
    }

    @Override
    public ReadStream<Buffer> pause() {
        flowing = false;
        return this;
    }

    @Override
    public ReadStream<Buffer> resume() {
        flowing = true;
        run();
        return this;
    }

    @Override
    public ReadStream<Buffer> fetch(long amount) {
        return resume();
    }

    @Override
    public ReadStream<Buffer> endHandler(Handler<Void> to) {
        end = to;
        return this;
    }

    @Override
    public ReadStream<Buffer> exceptionHandler(Handler<Throwable> to) {
        return this;
    }
}
