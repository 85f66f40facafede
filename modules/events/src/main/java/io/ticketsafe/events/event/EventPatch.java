package io.ticketsafe.events.event;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.common.bus.Records;
import io.ticketsafe.contract.Json;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.events.EventOperations.TicketType;
import io.ticketsafe.contract.events.EventOperations.UpdateEvent;
import io.ticketsafe.events.input.Violations;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What becomes of an event when a merge patch is applied to it. */
final class EventPatch {
    private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {};
    private static final Set<String> CHANGEABLE =
            Set.of("title", "description", "startsAt", "endsAt", "ticketTypes", "sale", "attributes");

    private EventPatch() {}

    /** Refuses what no event could accept. */
    static void checkShape(UpdateEvent request) {
        IfMatch.require(request.ifMatch());
        if (request.changes() == null || !request.changes().isObject()) {
            throw ServiceFault.invalid("", "The changes must be a JSON object.");
        }
        Violations violations = new Violations();
        request.changes().fieldNames().forEachRemaining(name -> {
            if (!CHANGEABLE.contains(name)) {
                String pointer = "/" + name.replace("~", "~0").replace("/", "~1");
                violations.add(pointer, "This member is not known here, or cannot be changed.");
            }
        });
        violations.throwIfAny();
    }

    /** The details afterwards; the event's own when nothing changes. */
    static EventDetails apply(StoredEvent event, JsonNode changes) {
        if (event.isCanceled()) {
            throw ServiceFault.wrongState("A canceled event cannot be changed.");
        }
        JsonNode merged = MergePatch.apply(Json.MAPPER.valueToTree(event.details()), changes);
        JsonObject members = new JsonObject(Json.MAPPER.convertValue(merged, MEMBERS));
        EventDetails after = EventCheck.checked(Records.read(members, EventDetails.class), event.sectionCodes());
        if (event.isExposed()) {
            checkExposed(event, after);
        }
        return after.equals(event.details()) ? event.details() : after;
    }

    /** Tickets of every type may have been sold: types stay, and so does the currency that refunds are paid in. */
    private static void checkExposed(StoredEvent event, EventDetails after) {
        Set<String> left = after.ticketTypes().stream().map(TicketType::code).collect(Collectors.toSet());
        List<String> gone = event.details().ticketTypes().stream()
                .map(TicketType::code)
                .filter(code -> !left.contains(code))
                .toList();
        if (!gone.isEmpty()) {
            throw ServiceFault.wrongState(
                    "Ticket types of a published event stay; these are missing: " + String.join(", ", gone) + ".");
        }
        if (!after.currency().equals(event.details().currency())) {
            throw ServiceFault.wrongState("The currency of a published event stays.");
        }
        Publishing.checkCovered(event.next(after, event.updatedAt()));
    }
}
