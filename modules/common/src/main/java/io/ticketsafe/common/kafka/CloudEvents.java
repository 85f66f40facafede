package io.ticketsafe.common.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ticketsafe.contract.DomainEvent;
import io.ticketsafe.contract.Json;
import java.io.IOException;

/** Facts as CloudEvents 1.0 in structured mode (CloudEvents Kafka protocol binding 1.0.2, section 3.3). */
public final class CloudEvents {
    static final String CONTENT_TYPE_HEADER = "content-type";
    static final String CONTENT_TYPE = "application/cloudevents+json; charset=UTF-8";

    /** Takes attributes that it does not know: extensions, or those of a newer release. */
    private static final ObjectMapper TOLERANT =
            Json.MAPPER.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private CloudEvents() {}

    static byte[] write(DomainEvent event) {
        try {
            return Json.MAPPER.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a fact cannot be written as JSON", e);
        }
    }

    /** @throws Unreadable when it is no CloudEvent 1.0 in JSON, with data and a time */
    public static DomainEvent read(byte[] value) throws Unreadable {
        if (value == null) {
            throw new Unreadable("the record has no value");
        }
        DomainEvent event;
        try {
            event = TOLERANT.readValue(value, DomainEvent.class);
        } catch (IOException e) {
            throw new Unreadable("the record is no CloudEvent in JSON");
        }
        if (event == null || !"1.0".equals(event.specversion())) {
            throw new Unreadable("the record is no CloudEvent 1.0");
        }
        if (event.id() == null || event.type() == null || event.time() == null || event.data() == null) {
            throw new Unreadable("the event lacks id, type, time or data");
        }
        return event;
    }

    /** The last part of the source, {@code /ticketsafe/<domain>}. */
    static String domainOf(DomainEvent event) {
        return event.source().substring(event.source().lastIndexOf('/') + 1);
    }

    /** What cannot be read as a fact; the message never repeats what stands in it. */
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }
}
