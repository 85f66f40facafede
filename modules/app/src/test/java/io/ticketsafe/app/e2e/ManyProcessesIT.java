package io.ticketsafe.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.app.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each role in a process of its own, on a real cluster of the loopback address. */
class ManyProcessesIT {
    @TempDir
    Path folder;

    private final List<TicketSafeProcess> processes = new ArrayList<>();

    @AfterEach
    void stopAll() {
        processes.forEach(TicketSafeProcess::close);
    }

    @Test
    void theMainJobRunsThroughAndEveryProcessStopsCleanly() throws IOException {
        // Given
        Installation installation = Installation.create();
        Map<String, String> settings = installation.with(
                "cluster.name", "e2e-" + ProcessHandle.current().pid());
        settings.put("cluster.port", String.valueOf(Installation.freePort()));
        settings.put("cluster.members", "127.0.0.1:" + settings.get("cluster.port"));
        Path file = Files.writeString(folder.resolve("ticketsafe.yaml"), "profile: dev\n");
        String baseUrl = "";
        for (Role role : Role.values()) {
            TicketSafeProcess process = TicketSafeProcess.start(
                    Path.of("target", "e2e-" + role.label() + ".log"),
                    Installation.environment(settings),
                    "run",
                    "--config",
                    file.toString(),
                    "--roles",
                    role.label());
            processes.add(process);
            if (role == Role.USERS) {
                // The others name this one as the member to ask first.
                process.awaitReady();
            }
        }
        for (TicketSafeProcess process : processes) {
            baseUrl += process.awaitReady();
        }
        // When
        new Journey(baseUrl).walk();
        // Then
        assertThat(processes).allSatisfy(process -> assertThat(process.stop()).isZero());
    }
}
