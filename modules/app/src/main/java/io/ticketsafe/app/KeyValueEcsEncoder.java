package io.ticketsafe.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import co.elastic.logging.JsonUtils;
import co.elastic.logging.logback.EcsEncoder;
import io.ticketsafe.app.trace.TraceIds;
import io.ticketsafe.common.CurrentRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.event.KeyValuePair;

/**
 * The Elastic Common Schema with the key-values of the message under {@code ticketsafe}, where none can be taken for a field of the
 * schema ({@code error}, {@code event} and others are objects there), and with the request and the trace that the line belongs to.
 */
final class KeyValueEcsEncoder extends EcsEncoder {
    private static final String REQUEST_ID = "requestId";

    @Override
    protected void addCustomFields(ILoggingEvent event, StringBuilder json) {
        Map<String, Object> values = valuesOf(event.getKeyValuePairs());
        Object given = values.remove(REQUEST_ID);
        Object requestId = given == null ? CurrentRequest.id() : given;
        if (requestId != null) {
            append("http.request.id", requestId, json);
        }
        TraceIds.Ids ids = TraceIds.current();
        if (ids != null) {
            append("trace.id", ids.trace(), json);
            append("span.id", ids.span(), json);
        }
        values.forEach((key, value) -> append("ticketsafe." + key, value, json));
    }

    /** Of a key that comes twice the last value counts: search engines refuse lines with the same field twice. */
    private static Map<String, Object> valuesOf(List<KeyValuePair> pairs) {
        Map<String, Object> values = new TreeMap<>();
        if (pairs != null) {
            pairs.forEach(pair -> values.put(pair.key, pair.value));
        }
        return values;
    }

    private static void append(String key, Object value, StringBuilder json) {
        json.append('"');
        JsonUtils.quoteAsString(key, json);
        json.append("\":");
        if (value == null || value instanceof Boolean || value instanceof Integer || value instanceof Long) {
            json.append(value);
        } else {
            json.append('"');
            JsonUtils.quoteAsString(value.toString(), json);
            json.append('"');
        }
        json.append(',');
    }
}
