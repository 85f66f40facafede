package io.ticketsafe.contract.asyncapi;

import static io.ticketsafe.contract.asyncapi.Schemas.object;
import static io.ticketsafe.contract.asyncapi.Schemas.ref;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Headers;
import io.ticketsafe.contract.Operations;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The AsyncAPI 3.0 document of the contract, made from its records and from what its sources say of them. */
final class AsyncApi {
    private static final String ABOUT = """
            What TicketSafe's services ask each other, and what they tell: for internal services that ask along, and for consumers of \
            facts. How to join, with an example that runs, is in `docs/messages.md`.

            **Questions** are requests on the Vert.x event bus: a JSON object to the address of the operation, with the headers \
            below. Who sends JSON is answered with JSON, at an address that the bus makes up for each question. A refusal is a failed \
            message. Nobody need wait longer than the operation's `x-timeout-ms`.

            **Facts** are CloudEvents 1.0 in JSON: in Kafka where one is configured, otherwise in batches to those services that \
            must acknowledge them.

            **JSON.** Members in camelCase; times are RFC 3339 in UTC; money is an amount in minor units and an ISO 4217 code. \
            What is absent is left out, never null. Members that a request does not know are refused; replies and facts may get more of them \
            under the same address or type. `required` says what a record cannot be without; what an operation needs beyond that it \
            says itself, and refuses to be without: `VALIDATION`, with a JSON pointer to each member.
            """;

    private static final Map<String, String> SERVICES = new TreeMap<>(Map.of(
            "users", "Accounts, sessions, organisations and their members.",
            "events", "Venues, events, the public catalogue.",
            "tickets", "Seats, holds, orders, tickets, check-in.",
            "payments", "Payments, refunds, the ledger.",
            "reports", "Sales and attendance, made from facts."));

    private final Javadoc javadoc;
    private final Schemas schemas;
    private final ObjectNode channels = object();
    private final ObjectNode operations = object();

    private AsyncApi(Javadoc javadoc) {
        this.javadoc = javadoc;
        this.schemas = new Schemas(javadoc);
    }

    /** @param sources folder of the contract's sources */
    static ObjectNode write(Path sources) {
        return new AsyncApi(Javadoc.read(sources)).document();
    }

    private ObjectNode document() {
        QuestionParts questions = new QuestionParts(javadoc, schemas, channels, operations);
        Operations.all().stream()
                .sorted(Comparator.comparing(BusOperation::address))
                .forEach(questions::add);
        new FactParts(javadoc, schemas, channels, operations).addAll();
        ObjectNode document = object().put("asyncapi", "3.0.0");
        document.set("info", info());
        document.put("defaultContentType", "application/json");
        document.set("servers", servers());
        document.set("channels", channels);
        document.set("operations", operations);
        document.set("components", components());
        return document;
    }

    private static ObjectNode info() {
        ObjectNode info = object().put("title", "TicketSafe: messages")
                .put("version", "1.0.0")
                .put("description", ABOUT.strip());
        info.set(
                "license",
                object().put("name", "Apache-2.0").put("url", "https://www.apache.org/licenses/LICENSE-2.0.txt"));
        ArrayNode tags = info.putArray("tags");
        SERVICES.forEach(
                (name, description) -> tags.addObject().put("name", name).put("description", description));
        return info;
    }

    private static ObjectNode servers() {
        ObjectNode servers = object();
        servers.set(
                "eventBus",
                object().put("host", "ticketsafe.internal:5701")
                        .put("protocol", "vertx")
                        .put("title", "Event bus")
                        .put(
                                "description",
                                "The clustered event bus of Vert.x 5, its members found by Hazelcast: the settings `cluster.*`. In a private network only."));
        servers.set(
                "kafka",
                object().put("host", "kafka.internal:9092")
                        .put("protocol", "kafka")
                        .put("title", "Log of facts")
                        .put("description", "Where one is configured: the settings `kafka.*`."));
        return servers;
    }

    private ObjectNode components() {
        ObjectNode components = object();
        ObjectNode fault = object().put("name", "Fault")
                .put("title", "Refusal")
                .put("summary", "A failed message: its code is the HTTP status of the refusal, its text is this JSON.")
                .put("contentType", "application/json");
        fault.set("payload", schemas.add("Fault", fault()));
        components.set("messages", object().set("Fault", fault));
        schemas.add("OpenHeaders", headers(false));
        schemas.add("Headers", headers(true));
        components.set("schemas", schemas.all());
        ObjectNode security = components.putObject("securitySchemes");
        security.set(
                "userToken",
                bearer(
                        "The `accessToken` of a session, of `users.v1.logIn`. Live for minutes; verified by every service."));
        security.set(
                "serviceToken",
                bearer(
                        "A JWT with `roles: [\"service\"]`, signed by HMAC-SHA256 with the secret of the installation"
                                + " (`security.serviceSecret`), of the issuer `security.issuer`, with `exp` in a few minutes."));
        return components;
    }

    private static ObjectNode bearer(String description) {
        return object().put("type", "http")
                .put("scheme", "bearer")
                .put("bearerFormat", "JWT")
                .put("description", description);
    }

    private ObjectNode fault() {
        ObjectNode properties = object();
        ArrayNode codes = JsonNodeFactory.instance.arrayNode();
        List.of(FaultCode.values()).forEach(code -> codes.add(code.name()));
        properties.set(
                "code",
                object().put("type", "string")
                        .put("description", "What to branch on.")
                        .set("enum", codes));
        properties.set("detail", object().put("type", "string").put("description", "A sentence for people."));
        properties.set(
                "members",
                object().put("type", "object")
                        .put("description", "What the code promises: `errors`, `seats`, `retryAfterSeconds`, …"));
        ObjectNode schema = object().put("type", "object");
        schema.set("properties", properties);
        return schema.set(
                "required",
                JsonNodeFactory.instance.arrayNode().add("code").add("detail").add("members"));
    }

    private ObjectNode headers(boolean withToken) {
        ObjectNode properties = object();
        properties.set(Headers.AUTHORIZATION, header("AUTHORIZATION").put("pattern", "^[Bb]earer .+$"));
        properties.set(Headers.REQUEST_ID, header("REQUEST_ID").put("maxLength", 128));
        properties.set(
                Headers.IDEMPOTENCY_KEY,
                header("IDEMPOTENCY_KEY").put("minLength", 1).put("maxLength", 255));
        properties.set(Headers.TIMEOUT, header("TIMEOUT").put("pattern", "^[0-9]+$"));
        ObjectNode schema = object().put("type", "object");
        schema.set("properties", properties);
        return withToken
                ? schema.set("required", JsonNodeFactory.instance.arrayNode().add(Headers.AUTHORIZATION))
                : schema;
    }

    private ObjectNode header(String constant) {
        return object().put("type", "string")
                .put("description", javadoc.of(Headers.class, constant).orElseThrow());
    }

    static JsonNode headersOf(BusOperation<?, ?> operation) {
        return ref(operation.isOpen() ? "OpenHeaders" : "Headers");
    }
}
