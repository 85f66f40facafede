package io.ticketsafe.common.bus;

import io.ticketsafe.contract.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands records over as they are within a process (they are immutable), and as JSON between processes. Vert.x sends nothing
 * at all when a codec throws, which leaves the other side waiting; so what cannot be written is sent as a length of -1,
 * which fails where it is read.
 */
final class RecordCodec<T> implements MessageCodec<T, T> {
    private static final Logger log = LoggerFactory.getLogger(RecordCodec.class);
    private static final int UNWRITABLE = -1;

    private final Class<T> type;

    RecordCodec(Class<T> type) {
        this.type = type;
    }

    static String nameFor(Class<?> type) {
        return "json:" + type.getName();
    }

    @Override
    public void encodeToWire(Buffer buffer, T record) {
        try {
            byte[] json = Json.MAPPER.writeValueAsBytes(record);
            buffer.appendInt(json.length).appendBytes(json);
        } catch (IOException | RuntimeException e) {
            log.atError().setCause(e).addKeyValue("type", type.getName()).log("record cannot be written");
            buffer.appendInt(UNWRITABLE);
        }
    }

    @Override
    public T decodeFromWire(int position, Buffer buffer) {
        int length = buffer.getInt(position);
        if (length == UNWRITABLE) {
            throw new IllegalStateException("the sender could not write a " + type.getSimpleName());
        }
        int start = position + Integer.BYTES;
        try {
            return Json.MAPPER.readValue(buffer.getBytes(start, start + length), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public T transform(T record) {
        return record;
    }

    @Override
    public String name() {
        return nameFor(type);
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
