package io.ticketsafe.tickets.inventory;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.redis.RedisStore;
import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.tickets.inventory.BestOracle.Choice;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Best available in random halls, holding and releasing, compared with a plain search through every block. */
class BestAvailableIT {
    private static final int HALLS = 120;
    private static final int COMMANDS = 40;
    private static final Pattern GROUP = Pattern.compile("([^:;]+):[^:]*:[^:]*:[^:]*:([^;]+)");

    private static ServiceHarness harness;
    private static RedisStore redis;

    private Random random;
    private BareHall hall;
    private Map<String, char[]> texts;
    private final List<UUID> holds = new ArrayList<>();

    @BeforeAll
    static void open() {
        harness = ServiceHarness.start("tickets");
        redis = harness.context().stores().redis();
    }

    @AfterAll
    static void close() {
        harness.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 0})
    void itIsWhatASearchThroughEverythingFinds(long fixedSeed) {
        // Given
        long seed = fixedSeed == 0 ? System.nanoTime() : fixedSeed;
        random = new Random(seed);
        for (int i = 0; i < HALLS; i++) {
            build(1 + random.nextInt(4), 1 + random.nextInt(6), 1 + random.nextInt(12));
            for (int j = 0; j < COMMANDS; j++) {
                // When, then
                act("seed " + seed + ", hall " + i + ", command " + j);
            }
        }
    }

    @Test
    void longSectionsAreReadInPieces() {
        // Given
        long seed = System.nanoTime();
        random = new Random(seed);
        for (int i = 0; i < 6; i++) {
            build(2, 30 + random.nextInt(40), 20 + random.nextInt(300));
            for (int j = 0; j < 4 * COMMANDS; j++) {
                // When, then
                act("seed " + seed + ", hall " + i + ", command " + j);
            }
        }
    }

    @Test
    void aRowIsFilledFromItsFocalSeat() {
        // Given
        hall = new BareHall(redis, Map.of("A", "ffffffff|ffffffff"));
        hall.focal("A", "9=0;");
        texts = new LinkedHashMap<>(Map.of("A", "ffffffff|ffffffff".toCharArray()));
        // When
        List<Integer> first = positions(best(4));
        List<Integer> second = positions(best(4));
        List<Integer> third = positions(best(4));
        // Then
        assertThat(first).containsExactly(2, 3, 4, 5);
        assertThat(second).containsExactly(9, 10, 11, 12);
        assertThat(third).containsExactly(13, 14, 15, 16);
    }

    private Response best(int size) {
        return await(hall.best(Ids.next(), size, 'f', List.of("A"), 1));
    }

    private void build(int sections, int rows, int longest) {
        String mix = List.of("f", "ffffs", "ffFs", "fss", "fs", "fffffffffh", "sssssssssssssssssssf")
                .get(random.nextInt(7));
        texts = new LinkedHashMap<>();
        Map<String, String> all = new LinkedHashMap<>();
        for (int section = 0; section < sections; section++) {
            StringBuilder text = new StringBuilder();
            for (int row = 1 + random.nextInt(rows); row > 0; row--) {
                for (int seat = 1 + random.nextInt(longest); seat > 0; seat--) {
                    text.append(mix.charAt(random.nextInt(mix.length())));
                }
                text.append(row > 1 ? "|" : "");
            }
            String code = String.valueOf((char) ('A' + section));
            all.put(code, text.toString());
            texts.put(code, text.toString().toCharArray());
        }
        hall = new BareHall(redis, all);
        holds.clear();
    }

    private void act(String where) {
        int dice = random.nextInt(10);
        if (dice < 6) {
            holdBest(where);
        } else if (dice < 8) {
            holdSeats();
        } else if (!holds.isEmpty()) {
            hall.release(holds.remove(random.nextInt(holds.size())));
            texts.keySet().forEach(code -> texts.put(code, hall.text(code).toCharArray()));
        }
    }

    private void holdBest(String where) {
        int size = 1 + random.nextInt(random.nextInt(8) == 0 ? 40 : 4);
        char letter = random.nextInt(6) == 0 ? 'F' : 'f';
        List<String> sections = new ArrayList<>(texts.keySet());
        int split = random.nextInt(sections.size());
        int[] groups = split == 0 ? new int[] {sections.size()} : new int[] {split, sections.size() - split};
        String shown = texts.entrySet().stream()
                .map(section -> section.getKey() + '=' + new String(section.getValue()))
                .collect(Collectors.joining(" "));
        String before = where + ": " + size + letter + " of " + Arrays.toString(groups) + ' '
                + (shown.length() > 300 ? "" : shown);
        Choice choice = BestOracle.choose(texts, groups, size, letter);
        UUID id = Ids.next();
        Response reply = await(hall.best(id, size, letter, sections, groups));
        if (choice.sections().isEmpty()) {
            assertThat(reply.get(0).toInteger()).as(before).isEqualTo(Outcome.NO_BLOCK);
            assertThat(reply.get(2).toInteger()).as(before).isEqualTo(choice.largest());
            return;
        }
        assertThat(reply.get(0).toInteger()).as(before).isEqualTo(Outcome.OK);
        assertThat(reply.get(6).toString()).as(before).isEqualTo(choice.adjacent() ? "1" : "0");
        int held = 0;
        List<String> used = new ArrayList<>();
        Matcher groupsHeld = GROUP.matcher(reply.get(5).toString());
        while (groupsHeld.find()) {
            String code = groupsHeld.group(1);
            used.add(code);
            List<Integer> positions = positions(groupsHeld.group(2));
            if (choice.adjacent()) {
                assertThat(positions).as(before).isEqualTo(choice.positions());
            } else if (choice.rows() >= 0) {
                assertThat(BestOracle.rowsBetween(texts.get(code), positions))
                        .as(before)
                        .isLessThanOrEqualTo(Math.max(1, choice.rows()));
            }
            for (int position : positions) {
                assertThat(texts.get(code)[position]).as(before).isEqualTo(letter);
                texts.get(code)[position] = letter == 'f' ? 'h' : 'H';
                held++;
            }
        }
        assertThat(held).as(before).isEqualTo(size);
        assertThat(choice.sections()).as(before).containsAll(used);
        texts.forEach((code, text) -> assertThat(hall.text(code)).as(before).isEqualTo(new String(text)));
        holds.add(id);
    }

    private void holdSeats() {
        String code = String.valueOf((char) ('A' + random.nextInt(texts.size())));
        char[] text = texts.get(code);
        int first = random.nextInt(text.length);
        int count = 1 + random.nextInt(3);
        List<Integer> wanted = new ArrayList<>();
        for (int at = first; at < text.length && wanted.size() < count; at += 1 + random.nextInt(2)) {
            if (text[at] == 'f' || text[at] == 'F') {
                wanted.add(at);
            }
        }
        if (wanted.isEmpty()) {
            return;
        }
        UUID id = Ids.next();
        Response reply =
                await(hall.seats(id, code, wanted.stream().mapToInt(at -> at).toArray()));
        assertThat(reply.get(0).toInteger()).isEqualTo(Outcome.OK);
        wanted.forEach(at -> text[at] = text[at] == 'f' ? 'h' : 'H');
        holds.add(id);
    }

    private static List<Integer> positions(Response reply) {
        Matcher group = GROUP.matcher(reply.get(5).toString());
        assertThat(group.find()).isTrue();
        return positions(group.group(2));
    }

    private static List<Integer> positions(String list) {
        List<Integer> positions = new ArrayList<>();
        for (String run : list.split(",")) {
            String[] ends = run.split("-");
            for (int at = Integer.parseInt(ends[0]); at <= Integer.parseInt(ends[ends.length - 1]); at++) {
                positions.add(at);
            }
        }
        return positions;
    }
}
