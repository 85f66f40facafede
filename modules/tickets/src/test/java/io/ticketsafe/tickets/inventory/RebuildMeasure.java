package io.ticketsafe.tickets.inventory;

import static io.ticketsafe.common.testing.ServiceHarness.await;

import io.ticketsafe.tickets.BoxOffice;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** Says how long a hall of 50,000 seats takes to be rebuilt, and how long others wait for Redis meanwhile. Run by hand. */
final class RebuildMeasure {
    private static final int SEATS = 50_000;
    private static final int ORDERS = 5_000;
    private static final int TIMES = 7;

    private RebuildMeasure() {}

    public static void main(String[] args) {
        try (BoxOffice office = BoxOffice.open()) {
            Hall hall = Hall.of(SEATS);
            UUID event = office.sell(hall.sheet());
            hall.sellHalf(office.database(), event, ORDERS);
            System.out.printf("%d seats, half of them sold in %d orders%n", SEATS, ORDERS);
            for (int i = 1; i <= TIMES; i++) {
                measure(office, event, i);
            }
        }
        System.exit(0);
    }

    private static void measure(BoxOffice office, UUID event, int time) {
        await(office.redis().send(Request.cmd(Command.FLUSHALL)));
        await(office.redis().send(Request.cmd(Command.SLOWLOG).arg("RESET")));
        await(office.redis()
                .send(Request.cmd(Command.CONFIG)
                        .arg("SET")
                        .arg("slowlog-log-slower-than")
                        .arg(200)));
        List<Long> pings = Collections.synchronizedList(new ArrayList<>());
        long start = System.nanoTime();
        Future<?> load = office.inventory().loader().load(event);
        while (!load.isComplete()) {
            long asked = System.nanoTime();
            await(office.redis().ping());
            pings.add(System.nanoTime() - asked);
        }
        await(load);
        double tookMs = (System.nanoTime() - start) / 1e6;
        long slowestUs = 0;
        for (Response entry : await(
                office.redis().send(Request.cmd(Command.SLOWLOG).arg("GET").arg(100)))) {
            slowestUs = Math.max(slowestUs, entry.get(2).toLong());
        }
        System.out.printf(
                "%d: rebuilt in %.0f ms; longest command %.2f ms; longest ping meanwhile %.1f ms of %d%n",
                time, tookMs, slowestUs / 1e3, Collections.max(pings) / 1e6, pings.size());
    }
}
