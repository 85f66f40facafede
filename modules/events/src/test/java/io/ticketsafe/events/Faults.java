package io.ticketsafe.events;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ticketsafe.contract.ServiceFault;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Looks into refusals. */
public final class Faults {
    private Faults() {}

    public static ServiceFault faultOf(ThrowingCallable call) {
        return catchThrowableOfType(ServiceFault.class, call);
    }

    public static List<String> pointersOf(ThrowingCallable call) {
        return errors(call, "pointer");
    }

    public static List<String> detailsOf(ThrowingCallable call) {
        return errors(call, "detail");
    }

    private static List<String> errors(ThrowingCallable call, String member) {
        ServiceFault fault = faultOf(call);
        JsonArray errors = fault == null ? new JsonArray() : fault.members().getJsonArray("errors", new JsonArray());
        return errors.stream()
                .map(error -> ((JsonObject) error).getString(member))
                .toList();
    }
}
