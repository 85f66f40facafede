package io.ticketsafe.common.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class RecordCodecTest {
    @Test
    void whatIsWrittenIsReadAgain() {
        // Given
        RecordCodec<Seat> codec = new RecordCodec<>(Seat.class);
        Buffer wire = Buffer.buffer("before");
        int position = wire.length();
        // When
        codec.encodeToWire(wire, new Seat("Ñ", 12));
        // Then
        assertThat(codec.decodeFromWire(position, wire)).isEqualTo(new Seat("Ñ", 12));
    }

    @Test
    void whatCannotBeWrittenIsSentAndFailsWhereItIsRead() {
        // Given
        RecordCodec<Broken> codec = new RecordCodec<>(Broken.class);
        Buffer wire = Buffer.buffer();
        // When
        codec.encodeToWire(wire, new Broken("x"));
        // Then
        assertThatThrownBy(() -> codec.decodeFromWire(0, wire)).hasMessageContaining("could not write a Broken");
    }

    record Seat(String row, int number) {}

    record Broken(String text) {
        @Override
        public String text() {
            throw new IllegalStateException("a bug");
        }
    }
}
