package io.ticketsafe.bench.faults;

import io.ticketsafe.bench.server.JavaServer;
import io.ticketsafe.bench.server.TicketSafe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Two processes of every role in one cluster. */
public final class Fleet {
    public static final List<String> ROLES = List.of("users", "events", "tickets", "payments", "reports", "gateway");
    private static final int OF_EACH = 2;

    private final TicketSafe ticketSafe;
    private final Consumer<JavaServer> opened;
    private final int clusterPort = TicketSafe.freePort();
    private final Map<String, JavaServer> running = new LinkedHashMap<>();
    private final Map<String, Ports> ports = new LinkedHashMap<>();

    /** @param opened hears of every process that is started */
    Fleet(TicketSafe ticketSafe, Consumer<JavaServer> opened) {
        this.ticketSafe = ticketSafe;
        this.opened = opened;
    }

    /** Where a process serves HTTP, if it is a gateway, and tells its health. */
    record Ports(int http, int management) {}

    void start() {
        for (int number = 1; number <= OF_EACH; number++) {
            for (String role : ROLES) {
                start(role, number);
                if (running.size() == 1) {
                    // The others name it as the member to ask first.
                    running.values().iterator().next().awaitReady();
                }
            }
        }
        running.values().forEach(JavaServer::awaitReady);
    }

    Ports ports(String role, int number) {
        return ports.computeIfAbsent(role + number, name -> new Ports(TicketSafe.freePort(), TicketSafe.freePort()));
    }

    /** {@code kill -9}. */
    void kill(String role, int number) {
        running.get(role + number).kill();
    }

    /** What a supervisor does at once. */
    JavaServer start(String role, int number) {
        Ports own = ports(role, number);
        JavaServer server = ticketSafe.startRole(
                role + number,
                role,
                clusterPort,
                Map.of(
                        "TICKETSAFE_HTTP_PORT", String.valueOf(own.http()),
                        "TICKETSAFE_MANAGEMENT_PORT", String.valueOf(own.management())),
                opened);
        running.put(role + number, server);
        return server;
    }
}
