package io.ticketsafe.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NothingTest {
    @Test
    void nothingIsTheEmptyObject() throws JsonProcessingException {
        assertThat(Json.MAPPER.writeValueAsString(Nothing.NOTHING)).isEqualTo("{}");
        assertThat(Json.MAPPER.readValue("{}", Nothing.class)).isEqualTo(Nothing.NOTHING);
        assertThat(Json.MAPPER.convertValue(Map.of(), Nothing.class)).isEqualTo(Nothing.NOTHING);
    }
}
