package io.ticketsafe.tickets.inventory;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.contract.tickets.SeatChange;
import io.ticketsafe.contract.tickets.SeatMapOperations;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** What scripts tell of their changes, put onto what was there before, must give what is there after. */
final class ChangeFollower {
    private static final int LONGEST_WAIT_MS = 5_000;
    private static final int LOOK_EVERY_MS = 5;

    private final Vertx vertx;
    private final MessageConsumer<String> consumer;
    private final ConcurrentNavigableMap<Long, SeatChange> changes = new ConcurrentSkipListMap<>();
    private final NavigableMap<Long, Map<String, String>> seen = new ConcurrentSkipListMap<>();

    ChangeFollower(Vertx vertx, UUID event) {
        this.vertx = vertx;
        consumer = vertx.eventBus()
                .consumer(
                        SeatMapOperations.changesOf(event),
                        message -> SeatChange.readAll(message.body())
                                .forEach(change -> changes.put(change.version(), change)));
        await(consumer.completion());
        vertx.eventBus().publish(SeatMapOperations.WATCH, event.toString());
    }

    /** @param state letters of each seated section, and counters of each standing one with blanks between */
    void saw(long version, Map<String, String> state) {
        seen.put(version, state);
    }

    /** Returns how many changes were put onto what was there before. */
    int assertChangesLeadFromEachStateToTheNext() {
        awaitLast();
        await(consumer.unregister());
        int applied = 0;
        if (changes.isEmpty()) {
            return applied;
        }
        // Interest in an event is noticed a moment after it was told.
        long first = changes.firstKey() - 1;
        for (var later : seen.tailMap(first, false).entrySet()) {
            var earlier = seen.lowerEntry(later.getKey());
            if (earlier == null || earlier.getKey() < first || !isSameEpoch(earlier.getKey(), later.getKey())) {
                continue;
            }
            Map<String, StringBuilder> copy = new LinkedHashMap<>();
            earlier.getValue().forEach((section, text) -> copy.put(section, new StringBuilder(text)));
            for (long version = earlier.getKey() + 1; version <= later.getKey(); version++) {
                SeatChange change = changes.get(version);
                assertThat(change).as("change to version " + version).isNotNull();
                change.changes().forEach(what -> apply(copy, what));
                applied++;
            }
            copy.forEach((section, text) -> assertThat(text.toString())
                    .as("section " + section + " after the changes from " + earlier.getKey() + " to " + later.getKey())
                    .isEqualTo(later.getValue().get(section)));
        }
        return applied;
    }

    /** Changes are told in batches, some milliseconds later; what a load put there is not followed. */
    private void awaitLast() {
        OptionalLong last = seen.descendingKeySet().stream()
                .mapToLong(Long::longValue)
                .filter(version -> version % SeatMapOperations.VERSIONS_OF_EPOCH != 0)
                .findFirst();
        for (int waited = 0; last.isPresent() && waited < LONGEST_WAIT_MS; waited += LOOK_EVERY_MS) {
            if (!changes.isEmpty() && changes.lastKey() >= last.getAsLong()) {
                return;
            }
            await(vertx.timer(LOOK_EVERY_MS));
        }
    }

    private static boolean isSameEpoch(long one, long other) {
        return one / SeatMapOperations.VERSIONS_OF_EPOCH == other / SeatMapOperations.VERSIONS_OF_EPOCH;
    }

    private static void apply(Map<String, StringBuilder> sections, String change) {
        char letter = change.charAt(0);
        for (String group : change.substring(1).split(";")) {
            StringBuilder text = sections.get(group.substring(0, group.indexOf(':')));
            String list = group.substring(group.lastIndexOf(':') + 1);
            if (list.startsWith("*")) {
                count(text, letter, list.substring(1));
            } else {
                for (String run : list.split(",")) {
                    String[] ends = run.split("-");
                    int last = Integer.parseInt(ends[ends.length - 1]);
                    for (int at = Integer.parseInt(ends[0]); at <= last; at++) {
                        text.setCharAt(at, letter == 'x' ? 'f' : letter);
                    }
                }
            }
        }
    }

    private static void count(StringBuilder counters, char letter, String quantity) {
        String[] now = counters.toString().split(" ");
        String[] by = switch (letter) {
            case 'h' -> new String[] {"-" + quantity, quantity, "0", "0"};
            case 'x', 'f' -> new String[] {quantity, "-" + quantity, "0", "0"};
            case 'd' -> quantity.split(",");
            default -> new String[] {"0", "0", "0", "0"};
        };
        counters.setLength(0);
        for (int i = 0; i < now.length; i++) {
            counters.append(i == 0 ? "" : " ").append(Integer.parseInt(now[i]) + Integer.parseInt(by[i]));
        }
    }
}
