package io.ticketsafe.contract.asyncapi;

import static io.ticketsafe.contract.asyncapi.Schemas.object;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.Operations;
import io.ticketsafe.contract.Role;
import java.lang.reflect.Field;
import java.util.Locale;

/** The channels and operations of questions and their answers. */
final class QuestionParts {
    private static final String PREFIX = "ticketsafe.";

    private final Javadoc javadoc;
    private final Schemas schemas;
    private final ObjectNode channels;
    private final ObjectNode operations;

    QuestionParts(Javadoc javadoc, Schemas schemas, ObjectNode channels, ObjectNode operations) {
        this.javadoc = javadoc;
        this.schemas = schemas;
        this.channels = channels;
        this.operations = operations;
    }

    void add(BusOperation<?, ?> operation) {
        String key = keyOf(operation.address());
        channels.set(key, questions(operation));
        channels.set(key + ".reply", answers(operation));
        operations.set(key, described(operation, key));
    }

    /** The address without what all have in common. */
    static String keyOf(String address) {
        return address.substring(PREFIX.length());
    }

    static ObjectNode pointer(String... steps) {
        return object().put("$ref", "#/" + String.join("/", steps));
    }

    private ObjectNode questions(BusOperation<?, ?> operation) {
        ObjectNode channel = object().put("address", operation.address());
        channel.putArray("servers").add(pointer("servers", "eventBus"));
        ObjectNode request = message(operation.requestType());
        request.set("headers", AsyncApi.headersOf(operation));
        channel.putObject("messages").set("request", request);
        return channel;
    }

    private ObjectNode answers(BusOperation<?, ?> operation) {
        ObjectNode channel =
                object().putNull("address").put("description", "An address that the bus makes up for each question.");
        channel.putArray("servers").add(pointer("servers", "eventBus"));
        ObjectNode messages = channel.putObject("messages");
        messages.set("reply", message(operation.replyType()));
        messages.set("fault", pointer("components", "messages", "Fault"));
        return channel;
    }

    private ObjectNode message(Class<?> type) {
        ObjectNode message = object().put("name", type.getSimpleName()).put("title", type.getSimpleName());
        message.put("contentType", "application/json");
        return message.set("payload", schemas.of(type));
    }

    private ObjectNode described(BusOperation<?, ?> operation, String key) {
        ObjectNode described = object().put("action", "receive").put("title", key);
        Field constant = Operations.constantOf(operation);
        javadoc.of(constant.getDeclaringClass(), constant.getName())
                .ifPresent(text -> described.put("summary", firstSentence(text)).put("description", text));
        described.set("channel", pointer("channels", key));
        described.putArray("messages").add(pointer("channels", key, "messages", "request"));
        ObjectNode reply = described.putObject("reply");
        reply.set("channel", pointer("channels", key + ".reply"));
        reply.putArray("messages")
                .add(pointer("channels", key + ".reply", "messages", "reply"))
                .add(pointer("channels", key + ".reply", "messages", "fault"));
        described.putArray("tags").addObject().put("name", key.substring(0, key.indexOf('.')));
        if (!operation.isOpen()) {
            described.set("security", security(operation));
        }
        ArrayNode roles = described.putArray("x-roles");
        operation.roles().stream().sorted().forEach(role -> roles.add(lower(role)));
        described.put("x-timeout-ms", operation.timeout().toMillis());
        described.put("x-repeat", lower(operation.repeat()));
        return described;
    }

    private static ArrayNode security(BusOperation<?, ?> operation) {
        ArrayNode security = object().arrayNode();
        if (operation.roles().contains(Role.USER)) {
            security.add(pointer("components", "securitySchemes", "userToken"));
        }
        if (operation.roles().contains(Role.SERVICE)) {
            security.add(pointer("components", "securitySchemes", "serviceToken"));
        }
        return security;
    }

    static String firstSentence(String text) {
        return text.split("(?<=\\.)\\s", 2)[0];
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
