package io.ticketsafe.common.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Json;
import io.ticketsafe.contract.NoCardCheck;
import io.ticketsafe.contract.Operations;
import io.ticketsafe.contract.Role;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.events.EventOperations.UpdateEvent;
import io.ticketsafe.contract.tickets.HoldOperations.BestChoice;
import io.ticketsafe.contract.tickets.HoldOperations.HoldSeats;
import io.ticketsafe.contract.tickets.HoldOperations.SeatChoice;
import io.ticketsafe.contract.tickets.OrderOperations.Buyer;
import io.ticketsafe.contract.users.UserOperations.Login;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CardCheckTest {
    private static final String CARD = "4242 4242 4242 4242";
    private static final UUID EVENT = UUID.fromString("42424242-4242-4242-4242-424242424242");

    public record Unknown(StringBuilder text) {}

    public record Named(Map<String, JsonNode> members) {}

    /** A request with a member that cannot be searched would stop its service's start. */
    @Test
    void everyRequestFromOutsideCanBeSearched() {
        Operations.all().stream()
                .filter(operation -> !operation.roles().equals(Set.of(Role.SERVICE)))
                .forEach(operation -> assertThatCode(() -> CardCheck.of(operation.requestType()))
                        .as(operation.address())
                        .doesNotThrowAnyException());
    }

    @Test
    void whatIsNotSearchedIsSaidHere() {
        Set<String> exempt = Operations.all().stream()
                .map(operation -> operation.requestType())
                .filter(Class::isRecord)
                .flatMap(type -> Arrays.stream(type.getRecordComponents()))
                .filter(member -> member.isAnnotationPresent(NoCardCheck.class))
                .map(CardCheckTest::name)
                .collect(Collectors.toSet());
        assertThat(exempt)
                .containsExactlyInAnyOrder(
                        "Login.password",
                        "Register.password",
                        "UpdateMe.password",
                        "UpdateMe.currentPassword",
                        "Webhook.headers",
                        "Webhook.body");
    }

    private static String name(RecordComponent member) {
        return member.getDeclaringRecord().getSimpleName() + "." + member.getName();
    }

    @Test
    void eachPlaceIsNamedAndTheNumberIsNot() {
        // Given
        HoldSeats request = new HoldSeats(
                EVENT,
                List.of(new SeatChoice("A-1-1"), new SeatChoice("A-1-2", CARD)),
                new BestChoice(2, List.of("A", CARD), null, null),
                null,
                null,
                null,
                new Buyer("Ana", null, "paid with " + CARD));
        // When
        ServiceFault fault = refusal(HoldSeats.class, request);
        // Then
        assertThat(fault.code()).isEqualTo(FaultCode.VALIDATION);
        assertThat(fault.members().getJsonArray("errors"))
                .extracting(error -> ((io.vertx.core.json.JsonObject) error).getString("pointer"))
                .containsExactly("/seats/1/ticketType", "/best/sections/1", "/buyer/reference");
        assertThat(fault.toJson().encode()).doesNotContain("4242 4242");
    }

    @Test
    void freeFormJsonIsSearchedWithItsNamesAndNumbers() throws Exception {
        // Given
        JsonNode changes = Json.MAPPER.readTree("""
                {"title": "Fine", "attributes": {"a": [{"b/c": 4242424242424242}], "at": 1732323232326, "4242424242424242": 1}}
                """);
        // When
        ServiceFault fault = refusal(UpdateEvent.class, new UpdateEvent(EVENT, 1L, changes));
        // Then
        assertThat(fault.members().getJsonArray("errors"))
                .extracting(error -> ((io.vertx.core.json.JsonObject) error).getString("pointer"))
                .containsExactly("/changes/attributes/a/0/b~1c", "/changes/attributes/****************");
    }

    @Test
    void namesOfEntriesAreSearched() {
        ServiceFault fault = refusal(Named.class, new Named(Map.of("4242424242424242", Json.MAPPER.nullNode())));
        assertThat(fault.toJson().encode()).contains("/members/****").doesNotContain("4242");
    }

    @Test
    void aPasswordMayBeAnything() {
        CardCheck check = CardCheck.of(Login.class);
        assertThatCode(() -> check.require(new Login("ana@example.org", "4242424242424242")))
                .doesNotThrowAnyException();
    }

    @Test
    void aMemberThatCannotBeSearchedIsRefusedAtOnce() {
        assertThatIllegalStateException().isThrownBy(() -> CardCheck.of(Unknown.class));
    }

    private static ServiceFault refusal(Class<?> type, Object request) {
        CardCheck check = CardCheck.of(type);
        return catchThrowableOfType(ServiceFault.class, () -> check.require(request));
    }
}
