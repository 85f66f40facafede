package io.ticketsafe.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.app.demo.Demo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a newcomer does: start, paste the five lines, stop, start again. */
class FirstRunIT {
    @TempDir
    Path folder;

    @Test
    void theFivePrintedLinesEndWithATicketThatIsStillThereAfterARestart() throws Exception {
        String event;
        String ticket;
        try (TicketSafeProcess process = start("first")) {
            // Given
            ApiClient anonymous = ApiClient.anonymous(process.awaitReady());
            List<String> lines = process.output();
            int first = indexOf(lines, "TOKEN=");
            // When
            String printed = shell(lines.subList(first, first + 5));
            // Then
            assertThat(printed).contains("hold ", "order ", "\"status\":\"succeeded\"", "the QR code is in ticket.svg");
            assertThat(folder.resolve("ticket.svg")).content().contains("<svg");
            JsonNode bought = anonymous
                    .logIn(Demo.ANA, Demo.PASSWORD)
                    .get("/v1/tickets")
                    .json()
                    .at("/items/0");
            ticket = bought.get("id").asText();
            event = bought.get("eventId").asText();
            assertThat(printed).contains(bought.get("orderId").asText());
            assertThat(process.stop()).isZero();
        }
        try (TicketSafeProcess process = start("second")) {
            ApiClient anonymous = ApiClient.anonymous(process.awaitReady());
            ApiClient ana = anonymous.logIn(Demo.ANA, Demo.PASSWORD);
            assertThat(ana.get("/v1/tickets/" + ticket)
                            .expect(200)
                            .json()
                            .get("status")
                            .asText())
                    .isEqualTo("valid");
            JsonNode onSale = anonymous.get("/v1/events").expect(200).json().get("items");
            assertThat(onSale).as("the demo is made once").hasSize(2);
            assertThat(onSale.toString()).contains(event);
            assertThat(process.stop()).isZero();
        }
    }

    private TicketSafeProcess start(String name) {
        return TicketSafeProcess.start(
                Path.of("target", "e2e-run-" + name + ".log"),
                Map.of(),
                "dev",
                "--data",
                folder.resolve("data").toString(),
                "--port",
                "0",
                "--https-port",
                "0",
                "--management-port",
                "0");
    }

    private String shell(List<String> lines) throws IOException, InterruptedException {
        Path script = Files.write(folder.resolve("journey.sh"), lines, StandardCharsets.UTF_8);
        Process shell = new ProcessBuilder("sh", script.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return printed;
    }

    private static int indexOf(List<String> lines, String start) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(start)) {
                return i;
            }
        }
        throw new AssertionError("no line starts with " + start + ": " + lines);
    }
}
