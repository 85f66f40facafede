package io.ticketsafe.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import io.ticketsafe.contract.tickets.HoldOperations.HoldSeats;
import io.ticketsafe.contract.tickets.HoldOperations.SeatChoice;
import io.ticketsafe.contract.users.UserOperations.Register;
import io.ticketsafe.contract.users.UserOperations.User;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void aSeatMayBeALabelOrAnObjectWithItsTicketType() throws JsonProcessingException {
        // Given
        String json = """
                {"seats": ["A-1-1", {"seat": "A-1-2", "ticketType": "half"}]}""";
        // When
        HoldSeats request = Json.MAPPER.readValue(json, HoldSeats.class);
        // Then
        assertThat(request.seats()).containsExactly(new SeatChoice("A-1-1", null), new SeatChoice("A-1-2", "half"));
    }

    @Test
    void timesAreRfc3339InUtcAndAbsentMembersAreLeftOut() throws JsonProcessingException {
        // Given
        UUID id = UUID.fromString("0197a9d2-5b00-7000-8000-000000000001");
        User user = new User(id, "ana@example.org", null, Instant.parse("2026-05-01T10:00:00Z"));
        // When
        String json = Json.MAPPER.writeValueAsString(user);
        // Then
        assertThat(json).isEqualTo("""
                        {"id":"0197a9d2-5b00-7000-8000-000000000001","email":"ana@example.org",\
                        "createdAt":"2026-05-01T10:00:00Z"}""");
    }

    @Test
    void emojiTravelAsThemselves() throws JsonProcessingException {
        // Given
        Register register = new Register("ana@example.org", "pass-word", "Ana 🎭");
        // When
        String json = new String(Json.MAPPER.writeValueAsBytes(register), StandardCharsets.UTF_8);
        // Then
        assertThat(json).contains("\"Ana 🎭\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"email\": 7}",
                "{\"email\": true}",
                "{\"email\": \"a@b.c\", \"admin\": true}",
                "{\"email\": [\"a@b.c\"]}",
            })
    void nothingIsCoercedAndNothingUnknownIsTaken(String json) {
        assertThatThrownBy(() -> Json.MAPPER.readValue(json, Register.class)).isInstanceOf(JsonMappingException.class);
    }
}
