package io.ticketsafe.common.bus;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.ticketsafe.common.privacy.CardNumbers;
import io.ticketsafe.contract.Json;
import io.ticketsafe.contract.ServiceFault;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** JSON objects to records and back; what does not fit is VALIDATION with the pointer to the member. */
public final class Records {
    private Records() {}

    public static <T> T read(JsonObject json, Class<T> type) {
        return read(json.toBuffer().getBytes(), type);
    }

    /** @param json as UTF-8 */
    public static <T> T read(byte[] json, Class<T> type) {
        try {
            return Json.MAPPER.readValue(json, type);
        } catch (JsonMappingException misfit) {
            throw ServiceFault.invalid(pointerTo(misfit), describe(misfit));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static <T> T read(JsonNode json, Class<T> type) {
        try {
            return Json.MAPPER.treeToValue(json, type);
        } catch (JsonMappingException misfit) {
            throw ServiceFault.invalid(pointerTo(misfit), describe(misfit));
        } catch (JsonProcessingException e) {
            throw ServiceFault.invalid("", "The body does not have the shape that is expected here.");
        }
    }

    @SuppressWarnings("unchecked")
    public static JsonObject write(Object record) {
        return new JsonObject((Map<String, Object>) Json.MAPPER.convertValue(record, Map.class));
    }

    public static String text(Object record) {
        try {
            return Json.MAPPER.writeValueAsString(record);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pointerTo(JsonMappingException misfit) {
        JsonPointer pointer = JsonPointer.empty();
        for (JsonMappingException.Reference step : misfit.getPath()) {
            pointer = step.getFieldName() != null
                    ? pointer.appendProperty(CardNumbers.masked(step.getFieldName()))
                    : pointer.appendIndex(Math.max(0, step.getIndex()));
        }
        return pointer.toString();
    }

    private static String describe(JsonMappingException misfit) {
        if (misfit instanceof UnrecognizedPropertyException) {
            return "This member is not known here.";
        }
        if (misfit instanceof ValueInstantiationException
                && misfit.getCause() instanceof IllegalArgumentException why) {
            return why.getMessage();
        }
        if (misfit instanceof InvalidFormatException format && format.getTargetType() != null) {
            return "This is no valid " + format.getTargetType().getSimpleName() + ".";
        }
        return "This member has the wrong type.";
    }
}
