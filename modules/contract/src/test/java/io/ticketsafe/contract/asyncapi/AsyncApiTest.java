package io.ticketsafe.contract.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.Json;
import io.ticketsafe.contract.Operations;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keeps asyncapi.json what the records and their Javadoc make of it. */
class AsyncApiTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path FILE = Path.of("src/main/resources/asyncapi.json");
    private static final String COMMAND = "mvn -q -pl modules/contract test -Dtest=AsyncApiTest -Dasyncapi.write";

    @Test
    void theFileSaysWhatTheContractDoes() throws IOException {
        String made = text(AsyncApi.write(SOURCES));
        if (System.getProperty("asyncapi.write") != null) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, made);
        }

        String kept = Files.exists(FILE) ? Files.readString(FILE) : "";

        assertThat(kept.equals(made))
                .as(
                        "%s is not what the contract says any more: %s. Make it anew: %s",
                        FILE, difference(kept, made), COMMAND)
                .isTrue();
    }

    @Test
    void everyOperationIsDescribed() {
        Javadoc javadoc = Javadoc.read(SOURCES);

        List<String> silent = Operations.all().stream()
                .filter(operation ->
                        javadoc.of(holderOf(operation), nameOf(operation)).isEmpty())
                .map(BusOperation::address)
                .sorted()
                .toList();

        assertThat(silent).as("operations without a sentence of Javadoc").isEmpty();
    }

    private static Class<?> holderOf(BusOperation<?, ?> operation) {
        Field constant = Operations.constantOf(operation);
        return constant.getDeclaringClass();
    }

    private static String nameOf(BusOperation<?, ?> operation) {
        return Operations.constantOf(operation).getName();
    }

    private static String text(ObjectNode document) throws JsonProcessingException {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
        return Json.MAPPER.writer(printer).writeValueAsString(document) + "\n";
    }

    /** The first lines that differ. */
    private static String difference(String kept, String made) {
        List<String> keptLines = kept.lines().toList();
        List<String> madeLines = new ArrayList<>(made.lines().toList());
        for (int i = 0; i < madeLines.size(); i++) {
            if (i >= keptLines.size()) {
                return "line " + (i + 1) + " is missing: " + madeLines.get(i).strip();
            }
            if (!keptLines.get(i).equals(madeLines.get(i))) {
                return "line " + (i + 1) + " is " + keptLines.get(i).strip() + " but should be "
                        + madeLines.get(i).strip();
            }
        }
        return "it has lines too many";
    }
}
