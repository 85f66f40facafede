package io.ticketsafe.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import co.elastic.logging.JsonUtils;
import co.elastic.logging.logback.EcsEncoder;
import org.slf4j.event.KeyValuePair;

/** The Elastic Common Schema with the key-values of the message beside its own fields, which the encoder leaves out. */
final class KeyValueEcsEncoder extends EcsEncoder {
    @Override
    protected void addCustomFields(ILoggingEvent event, StringBuilder json) {
        if (event.getKeyValuePairs() == null) {
            return;
        }
        for (KeyValuePair pair : event.getKeyValuePairs()) {
            json.append('"');
            JsonUtils.quoteAsString(pair.key, json);
            json.append("\":");
            appendValue(pair.value, json);
            json.append(',');
        }
    }

    private static void appendValue(Object value, StringBuilder json) {
        if (value == null || value instanceof Boolean || value instanceof Integer || value instanceof Long) {
            json.append(value);
        } else {
            json.append('"');
            JsonUtils.quoteAsString(value.toString(), json);
            json.append('"');
        }
    }
}
