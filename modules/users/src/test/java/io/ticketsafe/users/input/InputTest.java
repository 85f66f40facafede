package io.ticketsafe.users.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputTest {
    private final Input input = new Input();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A",
                "O'Hara \"Zé\" 🎭🏳️‍🌈",
                "אבג דהו",
                "\u202eevil",
                "陳",
                "<script>alert(1)</script>",
                "\ud83e\udee8"
            })
    void namesOfEveryKind(String name) {
        assertThat(input.name("/name", name)).isEqualTo(name);
        assertThatCode(input::check).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "a\u0000b", "a\nb", "a\u007fb", "a\u2028b", "a\ud83d"})
    void noNames(String name) {
        input.name("/name", name);
        assertThat(pointers()).isEqualTo(new JsonArray().add("/name"));
    }

    @Test
    void namesAreStrippedAndCountedInCodePoints() {
        assertThat(input.name("/name", "  Ana  ")).isEqualTo("Ana");
        assertThat(input.name("/name", "🎫".repeat(200))).hasSize(400);
        assertThatCode(input::check).doesNotThrowAnyException();
        input.name("/name", "🎫".repeat(201));
        input.name("/other", "x".repeat(10_000));
        assertThat(pointers()).isEqualTo(new JsonArray().add("/name").add("/other"));
    }

    @Test
    void passwordsToBeSetAreCountedInCodePoints() {
        input.newPassword("/a", "12345678");
        input.newPassword("/b", "🎫".repeat(200));
        assertThatCode(input::check).doesNotThrowAnyException();
        input.newPassword("/c", "1234567");
        input.newPassword("/d", "🎫".repeat(4));
        input.newPassword("/e", "x".repeat(201));
        assertThat(pointers()).isEqualTo(new JsonArray().add("/c").add("/d").add("/e"));
    }

    @Test
    void passwordsToBeComparedMayBeShort() {
        input.password("/a", "x");
        assertThatCode(input::check).doesNotThrowAnyException();
        input.password("/b", "x".repeat(201));
        assertThat(pointers()).isEqualTo(new JsonArray().add("/b"));
    }

    @Test
    void saysEverythingThatIsMissing() {
        input.name("/name", null);
        input.email("/email", null);
        input.newPassword("/password", null);
        input.present("/kind", null);
        assertThat(pointers())
                .isEqualTo(new JsonArray()
                        .add("/name")
                        .add("/email")
                        .add("/password")
                        .add("/kind"));
    }

    private JsonArray pointers() {
        ServiceFault fault = catchThrowableOfType(ServiceFault.class, input::check);
        assertThat(fault.code()).isEqualTo(FaultCode.VALIDATION);
        JsonArray pointers = new JsonArray();
        fault.members()
                .getJsonArray("errors")
                .forEach(error -> pointers.add(((JsonObject) error).getString("pointer")));
        return pointers;
    }
}
