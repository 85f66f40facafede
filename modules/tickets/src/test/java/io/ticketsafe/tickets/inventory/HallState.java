package io.ticketsafe.tickets.inventory;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.redis.Script;
import io.ticketsafe.contract.tickets.SaleOperations;
import io.ticketsafe.contract.tickets.SaleOperations.Availability;
import io.ticketsafe.contract.tickets.SaleOperations.GetAvailability;
import io.ticketsafe.contract.tickets.SaleOperations.GetSeats;
import io.ticketsafe.contract.tickets.SaleOperations.SeatRow;
import io.ticketsafe.contract.tickets.SaleOperations.SeatRows;
import io.ticketsafe.contract.tickets.SaleOperations.SectionAvailability;
import io.ticketsafe.tickets.BoxOffice;
import io.ticketsafe.tickets.sale.Sale;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** What Redis has of an event after each command. */
final class HallState {
    /** As a list, whatever protocol is spoken. */
    private static final Script ALL = Script.of("return redis.call('HGETALL', KEYS[1])");

    private final BoxOffice office;
    private final UUID event;
    private final ChangeFollower follower;
    private Map<String, String> before = Map.of();
    private long version;

    HallState(BoxOffice office, UUID event) {
        this.office = office;
        this.event = event;
        follower = new ChangeFollower(office.harness().vertx(), event);
    }

    /** Returns how many changes were told of. */
    int assertChangesLeadFromEachStateToTheNext() {
        return follower.assertChangesLeadFromEachStateToTheNext();
    }

    /**
     * @param counted what counts for the cap of each buyer who has something
     * @param untilMs when each hold that can lapse does
     */
    void assertIs(HallModel model, Map<UUID, Integer> counted, Map<UUID, Long> untilMs) {
        Availability availability = office.harness()
                .call(
                        SaleOperations.AVAILABILITY,
                        new GetAvailability(event),
                        office.harness().anonymousCall());
        // All at once, now that a lost inventory is there again.
        Future<Response> buyers = office.redis().run(ALL, 1, Sale.prefix(event) + "buyers");
        Future<Response> expiry = send(Request.cmd(Command.ZRANGE)
                .arg(Sale.prefix(event) + "expiry")
                .arg(0)
                .arg(-1)
                .arg("WITHSCORES"));
        Map<String, Future<SeatRows>> rows = new LinkedHashMap<>();
        model.sections.keySet().forEach(code -> rows.put(code, rows(code)));
        Map<String, String> now = new LinkedHashMap<>();
        for (SectionAvailability section : availability.sections()) {
            assertThat(section.free() + section.held() + section.claimed() + section.sold() + section.blocked())
                    .as("sum of section " + section.code())
                    .isEqualTo(section.capacity());
            String code = section.code();
            if (rows.containsKey(code)) {
                String letters = await(rows.get(code)).rows().stream()
                        .map(SeatRow::seats)
                        .collect(Collectors.joining(" "));
                assertThat(letters).as("section " + code).isEqualTo(model.letters(code));
                now.put(code, letters);
            } else {
                int[] counters = {section.free(), section.held(), section.claimed(), section.sold()};
                assertThat(counters).as("section " + code).isEqualTo(model.standing.get(code));
                now.put(code, Arrays.stream(counters).mapToObj(String::valueOf).collect(Collectors.joining(" ")));
            }
        }
        assertVersion(availability.version(), now);
        Map<ByteBuffer, Integer> expected = new HashMap<>();
        counted.forEach((buyer, count) -> expected.put(ByteBuffer.wrap(RawId.of(buyer)), count));
        assertThat(counts(await(buyers))).as("counted for the caps").isEqualTo(expected);
        Map<ByteBuffer, Long> lapses = new HashMap<>();
        untilMs.forEach((hold, ms) -> lapses.put(ByteBuffer.wrap(HoldId.raw(hold)), ms));
        assertThat(scores(await(expiry))).as("when holds lapse").isEqualTo(lapses);
    }

    private Future<SeatRows> rows(String section) {
        return office.harness()
                .context()
                .bus()
                .call(
                        SaleOperations.SEATS,
                        new GetSeats(event, section),
                        office.harness().anonymousCall());
    }

    private Future<Response> send(Request request) {
        return office.redis().send(request);
    }

    /** It never goes back, and whoever has seen a version has seen what there is. */
    private void assertVersion(long now, Map<String, String> state) {
        assertThat(now).as("version").isGreaterThanOrEqualTo(version);
        if (!state.equals(before)) {
            assertThat(now).as("version of another state").isGreaterThan(version);
        }
        version = now;
        before = state;
        follower.saw(now, state);
    }

    private static Map<ByteBuffer, Integer> counts(Response reply) {
        Map<ByteBuffer, Integer> counts = new HashMap<>();
        for (int i = 0; i < reply.size(); i += 2) {
            counts.put(ByteBuffer.wrap(reply.get(i).toBytes()), reply.get(i + 1).toInteger());
        }
        counts.remove(ByteBuffer.wrap(RawId.NONE));
        return counts;
    }

    /** RESP2 gives member, score, member, score; RESP3 pairs. */
    private static Map<ByteBuffer, Long> scores(Response reply) {
        List<Response> flat = new ArrayList<>();
        for (Response item : reply) {
            if (item.type() == ResponseType.MULTI) {
                item.forEach(flat::add);
            } else {
                flat.add(item);
            }
        }
        Map<ByteBuffer, Long> scores = new HashMap<>();
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            scores.put(
                    ByteBuffer.wrap(flat.get(i).toBytes()),
                    flat.get(i + 1).toDouble().longValue());
        }
        return scores;
    }
}
