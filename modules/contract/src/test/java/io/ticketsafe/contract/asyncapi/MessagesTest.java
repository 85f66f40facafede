package io.ticketsafe.contract.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.DomainEvent;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Json;
import io.ticketsafe.contract.Operations;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.asyncapi.FactParts.Fact;
import io.ticketsafe.contract.tickets.HoldOperations.SeatChoice;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages as they are really written, against the schemas of the document. */
class MessagesTest {
    private static JsonObject document;

    @BeforeAll
    static void write() {
        document = new JsonObject(AsyncApi.write(Path.of("src/main/java")).toString());
    }

    static Stream<Class<?>> records() {
        return Operations.all().stream()
                .flatMap(operation -> Stream.of(operation.requestType(), operation.replyType()))
                .distinct();
    }

    static List<Fact> facts() {
        return FactParts.facts(Javadoc.read(Path.of("src/main/java")));
    }

    @ParameterizedTest
    @MethodSource("records")
    void whatIsWrittenFitsAndWhatFitsIsRead(Class<?> type) throws JsonProcessingException {
        for (Object sample : List.of(Samples.full(type), Samples.sparse(type))) {
            String json = Json.MAPPER.writeValueAsString(sample);

            OutputUnit verdict = validate(schema(type.getSimpleName()), new JsonObject(json));

            assertThat(verdict.getErrors()).as(json).isNullOrEmpty();
            assertThat(verdict.getValid()).isTrue();
            assertThat(Json.MAPPER.writeValueAsString(Json.MAPPER.readValue(json, type)))
                    .isEqualTo(json);
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void everyMemberHasATypeOfItsOwn(Class<?> type) throws JsonProcessingException {
        JsonObject full = new JsonObject(Json.MAPPER.writeValueAsString(Samples.full(type)));
        JsonObject properties = document.getJsonObject("components")
                .getJsonObject("schemas")
                .getJsonObject(type.getSimpleName())
                .getJsonObject("properties");
        assertThat(properties.fieldNames()).isEqualTo(full.fieldNames());
        for (String member : full.fieldNames()) {
            if (!properties.getJsonObject(member).isEmpty() && hasType(properties.getJsonObject(member))) {
                JsonObject wrong = full.copy().put(member, full.getValue(member) instanceof Boolean ? "no" : false);

                assertThat(validate(schema(type.getSimpleName()), wrong).getValid())
                        .as("%s.%s", type.getSimpleName(), member)
                        .isFalse();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("facts")
    void factsFitTheirMessage(Fact fact) throws JsonProcessingException {
        DomainEvent event = DomainEvent.of(
                UUID.randomUUID(),
                fact.domain(),
                fact.type(),
                UUID.randomUUID(),
                Instant.now(),
                Samples.full(fact.data()));
        JsonObject json = new JsonObject(Json.MAPPER.writeValueAsString(event));
        String place = "#/channels/facts." + fact.domain() + "/messages/" + fact.key() + "/payload";

        assertThat(validate(place, json).getErrors()).isNullOrEmpty();
        assertThat(validate(place, json.copy().put("type", "another")).getValid())
                .isFalse();
        assertThat(validate(place, json.copy().put("data", "none")).getValid()).isFalse();
    }

    @Test
    void everyFactIsToldByItsType() {
        assertThat(facts())
                .extracting(Fact::type)
                .allSatisfy(type -> assertThat(Facts.consumersOf(type)).isNotEmpty());
    }

    @Test
    void refusalsFit() {
        for (FaultCode code : FaultCode.values()) {
            JsonObject fault =
                    new ServiceFault(code, "Why.").with("seats", "A-1-1").toJson();

            assertThat(validate(schema("Fault"), fault).getErrors()).isNullOrEmpty();
        }
        assertThat(validate(schema("Fault"), new JsonObject().put("code", "NOPE"))
                        .getValid())
                .isFalse();
    }

    @Test
    void aSeatCanBeChosenByItsLabelAlone() {
        assertThat(validate(schema(SeatChoice.class.getSimpleName()), "A-1-1").getValid())
                .isTrue();
    }

    @Test
    void everyOperationHasItsChannelAndAnswers() {
        JsonObject channels = document.getJsonObject("channels");

        assertThat(Operations.all()).extracting(BusOperation::address).allSatisfy(address -> {
            String key = QuestionParts.keyOf(address);
            assertThat(channels.getJsonObject(key).getString("address")).isEqualTo(address);
            assertThat(channels.getJsonObject(key + ".reply")
                            .getJsonObject("messages")
                            .fieldNames())
                    .containsExactly("reply", "fault");
        });
    }

    private static boolean hasType(JsonObject schema) {
        return Arrays.asList("type", "$ref", "allOf").stream().anyMatch(schema::containsKey);
    }

    private static String schema(String name) {
        return "#/components/schemas/" + name;
    }

    private static OutputUnit validate(String place, Object value) {
        JsonObject whole = document.copy().put("$ref", place);
        JsonSchemaOptions options = new JsonSchemaOptions()
                .setBaseUri("app://asyncapi")
                .setDraft(Draft.DRAFT7)
                .setOutputFormat(OutputFormat.Basic);
        return Validator.create(JsonSchema.of(whole), options).validate(value);
    }
}
