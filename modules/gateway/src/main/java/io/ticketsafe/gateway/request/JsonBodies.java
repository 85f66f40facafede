package io.ticketsafe.gateway.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.ticketsafe.contract.Json;
import io.ticketsafe.contract.ServiceFault;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Bodies as JSON or text; what is neither is VALIDATION of the whole body. */
public final class JsonBodies {
    private static final ObjectReader STRICT = Json.MAPPER
            .readerFor(JsonNode.class)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private JsonBodies() {}

    public static JsonNode parse(Buffer body) {
        if (body.length() == 0) {
            throw ServiceFault.invalid("", "A body is required.");
        }
        try {
            JsonNode node = STRICT.readValue(body.getBytes());
            if (node == null || node.isMissingNode()) {
                throw ServiceFault.invalid("", "A body is required.");
            }
            return node;
        } catch (JsonProcessingException malformed) {
            throw ServiceFault.invalid("", "The body is not valid JSON" + place(malformed) + ".");
        } catch (IOException e) {
            throw ServiceFault.invalid("", "The body is not valid JSON.");
        }
    }

    /** The body as text in UTF-8. */
    public static String text(Buffer body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body.getBytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw ServiceFault.invalid("", "The body is not text in UTF-8.");
        }
    }

    private static String place(JsonProcessingException malformed) {
        return malformed.getLocation() == null
                ? ""
                : " (line " + malformed.getLocation().getLineNr() + ", column "
                        + malformed.getLocation().getColumnNr() + ")";
    }
}
