package io.ticketsafe.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;

/**
 * A fact, as a CloudEvents 1.0 JSON event. Facts about one subject reach every consumer in the order in which they
 * became true, at least once; {@code id} tells a repeat.
 *
 * @param specversion always {@code 1.0}
 * @param source {@code /ticketsafe/<domain>}
 * @param type one of {@link Facts}
 * @param subject id of the aggregate (order, event, payment, …) that the fact is about
 * @param data the record named beside the type in {@link Facts}
 */
public record DomainEvent(
        String specversion,
        UUID id,
        String source,
        String type,
        String subject,
        Instant time,
        String datacontenttype,
        JsonNode data) {

    public static DomainEvent of(UUID id, String domain, String type, Object subject, Instant time, Object data) {
        return new DomainEvent(
                "1.0",
                id,
                "/ticketsafe/" + domain,
                type,
                subject.toString(),
                time,
                "application/json",
                Json.MAPPER.valueToTree(data));
    }

    /** Reads the data as the record that belongs to the type. */
    public <T> T dataAs(Class<T> type) {
        return Json.MAPPER.convertValue(data, type);
    }
}
