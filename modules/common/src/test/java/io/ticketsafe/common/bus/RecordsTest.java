package io.ticketsafe.common.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.events.EventOperations.CreateEvent;
import io.ticketsafe.contract.users.UserOperations.KeySet;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordsTest {
    @Test
    void nestedJsonObjectsOfVertxAreUnderstood() {
        // Given
        JsonObject json = new JsonObject().put("keys", new JsonArray().add(new JsonObject().put("kid", "k1")));
        // When
        KeySet keys = Records.read(json, KeySet.class);
        // Then
        assertThat(keys.keys().get(0).get("kid").asText()).isEqualTo("k1");
        assertThat(Records.write(keys)).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'title': 7} | /title",
                "{'titel': 'x'} | /titel",
                "{'organizationId': 'x'} | /organizationId",
                "{'startsAt': 'tomorrow'} | /startsAt",
                "{'startsAt': 17} | /startsAt",
                "{'startsAt': '2026-02-30T10:00:00Z'} | /startsAt",
                "{'startsAt': '+999999999-01-01T00:00:00Z'} | /startsAt",
                "{'startsAt': ''} | /startsAt",
                "{'ticketTypes': {}} | /ticketTypes",
                "{'ticketTypes': [{'code': 'a'}, {'price': {'amountMinor': '12', 'currency': 'BRL'}}]}"
                        + " | /ticketTypes/1/price/amountMinor",
                "{'ticketTypes': [{'price': {'amountMinor': 12.5, 'currency': 'BRL'}}]}"
                        + " | /ticketTypes/0/price/amountMinor",
                "{'ticketTypes': [{'price': {'amountMinor': 12, 'currency': 'real'}}]} | /ticketTypes/0/price",
                "{'sale': {'holdMinutes': true}} | /sale/holdMinutes",
            })
    void whatDoesNotFitIsToldWithItsPointer(String json, String pointer) {
        // Given
        JsonObject body = new JsonObject(json.replace('\'', '"'));
        // When
        ServiceFault fault = catchThrowableOfType(ServiceFault.class, () -> Records.read(body, CreateEvent.class));
        // Then
        assertThat(fault.code()).isEqualTo(FaultCode.VALIDATION);
        assertThat(fault.members().getJsonArray("errors").getJsonObject(0).getString("pointer"))
                .isEqualTo(pointer);
    }
}
