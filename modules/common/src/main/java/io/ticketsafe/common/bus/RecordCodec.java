package io.ticketsafe.common.bus;

import io.ticketsafe.contract.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Hands records over as they are within a process (they are immutable), and as JSON between processes. */
final class RecordCodec<T> implements MessageCodec<T, T> {
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
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public T decodeFromWire(int position, Buffer buffer) {
        int length = buffer.getInt(position);
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
