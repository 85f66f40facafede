package io.ticketsafe.tickets.inventory;

import static io.ticketsafe.common.testing.ServiceHarness.await;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.redis.RedisStore;
import io.ticketsafe.common.testing.ServiceHarness;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Measures hold.lua by the clock of Redis, and the memory of its holds; asserts nothing and is no part of the build:
 * {@code mvn -pl modules/tickets -am verify -Dtest=none -Dit.test=ScriptCosts -Dsurefire.failIfNoSpecifiedTests=false
 * -Dfailsafe.failIfNoSpecifiedTests=false}. Columns are microseconds, the median of each case and its ratio to the same in the
 * small hall; times of one run can be compared, those of two runs cannot.
 */
class ScriptCosts {
    private static final int RUNS = 300;

    private enum Hall {
        SMALL(1, 20, 25),
        SECTIONS(50, 20, 50),
        ONE_SECTION(1, 200, 250);

        final int sections;
        final int rows;
        final int seats;

        Hall(int sections, int rows, int seats) {
            this.sections = sections;
            this.rows = rows;
            this.seats = seats;
        }
    }

    private final ServiceHarness harness = ServiceHarness.start("tickets");
    private final RedisStore redis = harness.context().stores().redis();

    @Test
    void measure() {
        command("CONFIG", "SET", "slowlog-max-len", "1000");
        Map<String, IntFunction<IntFunction<String>>> patterns = new LinkedHashMap<>();
        for (int sold : List.of(0, 50, 90, 99)) {
            patterns.put(sold + " % sold from the front", rows -> row -> row < rows * sold / 100 ? "s" : "f");
        }
        patterns.put("every 3rd free", rows -> row -> "fss");
        patterns.put("three free, one sold", rows -> row -> "fffs");
        patterns.put("every 10th free", rows -> row -> "fsssssssss");
        System.out.printf("%-10s %-24s %8s %8s %8s %8s %8s%n", "act", "hall", "500", "50x1000", "", "1x50000", "");
        for (int size : List.of(-1, -2, -6, 2)) {
            patterns.forEach((name, pattern) -> {
                List<Integer> medians = new ArrayList<>();
                for (Hall shape : Hall.values()) {
                    medians.add(median(shape, pattern, size));
                }
                double small = medians.get(0);
                System.out.printf(
                        Locale.ROOT,
                        "%-10s %-24s %8d %8d %8.2f %8d %8.2f%n",
                        size < 0 ? -size + " named" : "best " + size,
                        name,
                        medians.get(0),
                        medians.get(1),
                        medians.get(1) / small,
                        medians.get(2),
                        medians.get(2) / small);
            });
        }
        memory();
        harness.close();
    }

    private int median(Hall shape, IntFunction<IntFunction<String>> pattern, int size) {
        Map<String, String> sections = sections(shape, pattern);
        BareHall hall = new BareHall(redis, sections);
        List<String> codes = List.copyOf(sections.keySet());
        command("CONFIG", "SET", "slowlog-log-slower-than", "0");
        command("SLOWLOG", "RESET");
        if (size > 0) {
            for (int i = free(sections, size).size(); i > 0; i--) {
                await(hall.best(Ids.next(), size, 'f', codes, codes.size()));
            }
        } else {
            List<int[]> free = free(sections, -size);
            for (int[] seats : free) {
                String code = codes.get(seats[0]);
                await(hall.seats(Ids.next(), code, IntStream.of(seats).skip(1).toArray()));
            }
        }
        command("CONFIG", "SET", "slowlog-log-slower-than", "-1");
        List<Integer> times = new ArrayList<>();
        for (Response entry : command("SLOWLOG", "GET", "1000")) {
            if (entry.get(3).get(0).toString().equalsIgnoreCase("evalsha")) {
                times.add(entry.get(2).toInteger());
            }
        }
        times.sort(null);
        return times.isEmpty() ? 0 : times.get(times.size() / 2);
    }

    private static Map<String, String> sections(Hall shape, IntFunction<IntFunction<String>> pattern) {
        IntFunction<String> row = pattern.apply(shape.sections * shape.rows);
        Map<String, String> sections = new LinkedHashMap<>();
        for (int section = 0; section < shape.sections; section++) {
            int before = section * shape.rows;
            sections.put(
                    "S" + (10 + section),
                    IntStream.range(0, shape.rows)
                            .mapToObj(i ->
                                    row.apply(before + i).repeat(shape.seats).substring(0, shape.seats))
                            .collect(Collectors.joining("|")));
        }
        return sections;
    }

    /** Index of the section and so many free seats of it, from everywhere in the hall. */
    private static List<int[]> free(Map<String, String> sections, int count) {
        List<int[]> all = new ArrayList<>();
        int index = 0;
        for (String text : sections.values()) {
            List<Integer> positions = new ArrayList<>();
            for (int i = 0; i < text.length(); i++) {
                if (text.charAt(i) == 'f') {
                    positions.add(i);
                }
            }
            for (int i = 0; i + count <= positions.size(); i += count) {
                int[] seats = new int[count + 1];
                seats[0] = index;
                for (int j = 0; j < count; j++) {
                    seats[j + 1] = positions.get(i + j);
                }
                all.add(seats);
            }
            index++;
        }
        int step = Math.max(1, all.size() / RUNS);
        return IntStream.range(0, Math.min(RUNS, all.size()))
                .mapToObj(i -> all.get(i * step))
                .toList();
    }

    private void memory() {
        int holds = 100_000;
        BareHall hall = new BareHall(redis, Map.of("A", "f".repeat(2 * holds)));
        long before = hall.memory();
        List<Future<Response>> answers = new ArrayList<>();
        for (int i = 0; i < holds; i++) {
            answers.add(hall.seats(Ids.next(), "A", 2 * i, 2 * i + 1));
            if (answers.size() == 50) {
                await(Future.all(answers));
                answers.clear();
            }
        }
        System.out.printf("%d holds of two seats take %d bytes each%n", holds, (hall.memory() - before) / holds);
    }

    private Response command(String name, String... values) {
        Request request = Request.cmd(Command.create(name));
        for (String value : values) {
            request.arg(value);
        }
        return await(redis.send(request));
    }
}
