package io.ticketsafe.contract.asyncapi;

import static io.ticketsafe.contract.asyncapi.QuestionParts.pointer;
import static io.ticketsafe.contract.asyncapi.Schemas.object;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ticketsafe.contract.DomainEvent;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.users.UserOperations;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The channels and operations of what is told, not asked. */
final class FactParts {
    /** How the constants of {@link Facts} say what they carry. */
    private static final Pattern TEXT = Pattern.compile("(.*?)\\s*Data: `(\\w+)`\\. Subject: (\\w+)\\.");

    private final Javadoc javadoc;
    private final Schemas schemas;
    private final ObjectNode channels;
    private final ObjectNode operations;

    FactParts(Javadoc javadoc, Schemas schemas, ObjectNode channels, ObjectNode operations) {
        this.javadoc = javadoc;
        this.schemas = schemas;
        this.channels = channels;
        this.operations = operations;
    }

    /** @param about beside what its data say; may be empty */
    record Fact(String type, String about, Class<?> data, String subject) {
        String domain() {
            return type.split("\\.")[1];
        }

        String key() {
            return QuestionParts.keyOf(type);
        }
    }

    void addAll() {
        facts(javadoc).forEach(this::add);
        addEndedSessions();
    }

    static List<Fact> facts(Javadoc javadoc) {
        return Arrays.stream(Facts.class.getFields())
                .filter(field -> field.getType() == String.class)
                .map(field -> fact(javadoc, field))
                .sorted(Comparator.comparing(Fact::type))
                .toList();
    }

    private static Fact fact(Javadoc javadoc, Field constant) {
        String text = javadoc.of(Facts.class, constant.getName()).orElse("");
        Matcher said = TEXT.matcher(text);
        if (!said.matches()) {
            throw new IllegalStateException("the Javadoc of Facts." + constant.getName()
                    + " must end with: Data: {@link …}. Subject: …. It is: " + text);
        }
        try {
            Class<?> data = Class.forName(Facts.class.getName() + "$" + said.group(2));
            return new Fact((String) constant.get(null), said.group(1), data, said.group(3));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private void add(Fact fact) {
        String channel = "facts." + fact.domain();
        if (!channels.has(channel)) {
            addTopic(channel, fact.domain());
        }
        ((ObjectNode) channels.get(channel).get("messages")).set(fact.key(), message(fact));
        ((ArrayNode) operations.get(channel).get("messages")).add(pointer("channels", channel, "messages", fact.key()));
    }

    private void addTopic(String key, String domain) {
        String topic = "ticketsafe." + domain;
        ObjectNode channel = object().put("address", topic)
                .put(
                        "description",
                        "The topic of this domain's facts, with the default of `kafka.topicPrefix`. In order per subject, at least once:"
                                + " `id` tells a repeat.");
        channel.putArray("servers").add(pointer("servers", "kafka"));
        channel.putObject("messages");
        channel.putObject("bindings").putObject("kafka").put("topic", topic).put("bindingVersion", "0.5.0");
        channels.set(key, channel);
        ObjectNode told = object().put("action", "send")
                .put("title", key)
                .put("summary", "Facts of " + domain + ".")
                .put(
                        "description",
                        "Where Kafka is configured. Consumers pass over types and members that they do not know: there may be more of them in this version.");
        told.set("channel", pointer("channels", key));
        told.putArray("messages");
        told.putArray("tags").addObject().put("name", domain);
        operations.set(key, told);
    }

    private ObjectNode message(Fact fact) {
        ObjectNode message = object().put("name", fact.type()).put("title", fact.key());
        if (!fact.about().isEmpty()) {
            message.put("summary", fact.about());
        }
        message.put("contentType", "application/cloudevents+json");
        ObjectNode headers = object().put("type", "object");
        headers.putObject("properties")
                .putObject("content-type")
                .put("const", "application/cloudevents+json; charset=UTF-8");
        message.set("headers", headers);
        ObjectNode members = object();
        members.set("source", object().put("const", "/ticketsafe/" + fact.domain()));
        members.set("type", object().put("const", fact.type()));
        members.set("subject", object().put("type", "string").put("description", "Id of the " + fact.subject() + "."));
        members.set("data", schemas.of(fact.data()));
        ObjectNode payload = object();
        payload.putArray("allOf")
                .add(schemas.of(DomainEvent.class))
                .add(object().put("type", "object").set("properties", members));
        message.set("payload", payload);
        ObjectNode kafka = message.putObject("bindings").putObject("kafka");
        kafka.putObject("key").put("type", "string").put("description", "The subject.");
        kafka.put("bindingVersion", "0.5.0");
        return message;
    }

    private void addEndedSessions() {
        String key = QuestionParts.keyOf(UserOperations.REVOKED_ADDRESS);
        ObjectNode channel = object().put("address", UserOperations.REVOKED_ADDRESS);
        channel.putArray("servers").add(pointer("servers", "eventBus"));
        ObjectNode message = channel.putObject("messages")
                .putObject("revoked")
                .put("name", "Revoked")
                .put("title", "Revoked");
        message.put("contentType", "application/json").set("payload", schemas.of(UserOperations.Revoked.class));
        channels.set(key, channel);
        String text = javadoc.of(UserOperations.class, "REVOKED_ADDRESS").orElseThrow();
        ObjectNode told = object().put("action", "send")
                .put("title", key)
                .put("summary", text)
                .put("description", text);
        told.set("channel", pointer("channels", key));
        told.putArray("messages").add(pointer("channels", key, "messages", "revoked"));
        told.putArray("tags").addObject().put("name", "users");
        operations.set(key, told);
    }
}
