package io.ticketsafe.contract;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
 * @param traceparent the W3C trace context in which the fact became true (CloudEvents, distributed tracing extension); null when nothing
 *     is traced
 */
public record DomainEvent(
        String specversion,
        UUID id,
        String source,
        String type,
        String subject,
        Instant time,
        String datacontenttype,
        JsonNode data,
        String traceparent) {
    private static final ObjectMapper TOLERANT =
            Json.MAPPER.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    public static DomainEvent of(UUID id, String domain, String type, Object subject, Instant time, Object data) {
        return new DomainEvent(
                "1.0",
                id,
                "/ticketsafe/" + domain,
                type,
                subject.toString(),
                time,
                "application/json",
                Json.MAPPER.valueToTree(data),
                null);
    }

    /** The same fact, made in this trace; or in none, for null. */
    public DomainEvent within(String trace) {
        return new DomainEvent(specversion, id, source, type, subject, time, datacontenttype, data, trace);
    }

    /**
     * Reads the data as the record that belongs to the type. Members that it does not know are left out: while an installation is
     * being upgraded, facts may be newer than their reader.
     */
    public <T> T dataAs(Class<T> type) {
        return TOLERANT.convertValue(data, type);
    }
}
