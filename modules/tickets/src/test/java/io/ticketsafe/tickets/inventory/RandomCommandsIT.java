package io.ticketsafe.tickets.inventory;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.tickets.Sheets.rules;
import static io.ticketsafe.tickets.Sheets.sheet;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.tickets.HoldOperations;
import io.ticketsafe.contract.tickets.HoldOperations.GetHold;
import io.ticketsafe.contract.tickets.HoldOperations.Hold;
import io.ticketsafe.contract.tickets.HoldOperations.ReleaseSeat;
import io.ticketsafe.contract.tickets.SaleOperations.SectionAvailability;
import io.ticketsafe.tickets.BoxOffice;
import io.ticketsafe.tickets.Sheets;
import io.ticketsafe.tickets.inventory.HallModel.Best;
import io.ticketsafe.tickets.inventory.HallModel.Seat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thousands of random commands, each with its answer foretold by a plain model. A failure prints the seed and the command. */
class RandomCommandsIT {
    private static final int COMMANDS = 800;
    private static final int BUYERS = 6;
    private static final int CAP = 14;
    private static final int STANDING = 12;

    private static BoxOffice office;

    private Random random;
    private HallModel model;
    private UUID event;
    private List<Call> buyers;
    private final List<Order> orders = new ArrayList<>();
    private final List<Held> holds = new ArrayList<>();

    private static final class Held {
        int buyer;
        UUID id;
        List<Seat> seats;
        int standing;
    }

    private record Order(int buyer, UUID id, List<Seat> seats, int standing, boolean paid) {}

    @BeforeAll
    static void open() {
        office = BoxOffice.open();
    }

    @AfterAll
    static void close() {
        office.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 0})
    void theInventoryDoesWhatTheModelSays(long fixedSeed) {
        // Given
        long seed = fixedSeed == 0 ? System.nanoTime() : fixedSeed;
        random = new Random(seed);
        openHall();
        for (int i = 0; i < COMMANDS; i++) {
            // When
            String where = "seed " + seed + ", command " + i;
            String command = foretold(where);
            // Then
            String when = where + ": " + command;
            for (String section : model.sections.keySet()) {
                assertThat(office.letters(event, section)).as(when).isEqualTo(model.letters(section));
            }
            SectionAvailability standing = office.available(event, "S");
            assertThat(List.of(standing.free(), standing.held(), standing.claimed(), standing.sold()))
                    .as(when)
                    .isEqualTo(Arrays.stream(model.standing.get("S")).boxed().toList());
            for (int buyer = 0; buyer < BUYERS; buyer++) {
                assertThat(office.counted(event, buyers.get(buyer).userId()))
                        .as(when + ", counted of buyer " + buyer)
                        .isEqualTo(model.countOf(buyer));
            }
        }
    }

    private String foretold(String where) {
        try {
            return step();
        } catch (AssertionError | RuntimeException unexpected) {
            throw new AssertionError(where, unexpected);
        }
    }

    private void openHall() {
        Sheets sheet = sheet().standing("S", STANDING).with(rules(0, CAP));
        model = new HallModel(CAP);
        for (String section : List.of("A", "B")) {
            int[] rows = IntStream.range(0, 3).map(i -> 4 + random.nextInt(7)).toArray();
            sheet.seated(section, rows);
            char[][] letters = new char[rows.length][];
            for (int row = 0; row < rows.length; row++) {
                letters[row] = "f".repeat(rows[row]).toCharArray();
            }
            model.sections.put(section, letters);
        }
        model.standing.put("S", new int[] {STANDING, 0, 0, 0});
        event = office.sell(sheet);
        buyers = IntStream.range(0, BUYERS).mapToObj(i -> office.buyer()).toList();
    }

    private String step() {
        int dice = random.nextInt(100);
        if (dice < 25) {
            return holdSeats();
        } else if (dice < 45) {
            return holdBest();
        } else if (dice < 55) {
            return holdStanding();
        } else if (dice < 65) {
            return onHold("release", held -> {
                office.harness().call(HoldOperations.RELEASE, new GetHold(held.id), buyers.get(held.buyer));
                giveBack(held);
            });
        } else if (dice < 70) {
            return releaseSeat();
        } else if (dice < 77) {
            return onHold("lapse", held -> {
                office.lapse(event, held.id);
                giveBack(held);
            });
        } else if (dice < 80) {
            return onHold("abandon", held -> {
                await(office.seats().beginOrder(held.id, buyers.get(held.buyer).userId()));
                await(office.seats().abandonOrder(event, held.id));
                giveBack(held);
            });
        } else if (dice < 90) {
            return onHold("order", this::order);
        } else if (dice < 94) {
            return pay();
        } else if (dice < 99) {
            return refund();
        }
        return lose();
    }

    private String holdSeats() {
        int buyer = random.nextInt(BUYERS);
        List<Seat> wanted = new ArrayList<>();
        Set<String> labels = new HashSet<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            Seat seat = anySeat();
            if (labels.add(seat.label())) {
                wanted.add(seat);
            }
        }
        List<String> taken = wanted.stream()
                .filter(seat -> model.at(seat) != 'f')
                .map(Seat::label)
                .toList();
        String[] names = wanted.stream().map(Seat::label).toArray(String[]::new);
        ServiceFault refused = null;
        try {
            add(buyer, office.hold(buyers.get(buyer), event, names), wanted, 0);
        } catch (ServiceFault fault) {
            refused = fault;
        }
        if (model.countOf(buyer) - (refused == null ? wanted.size() : 0) + wanted.size() > CAP) {
            assertRefused(refused, FaultCode.LIMIT_PER_BUYER);
        } else if (taken.isEmpty()) {
            assertThat(refused).isNull();
        } else {
            assertRefused(refused, FaultCode.SEATS_TAKEN);
            assertThat(refused.members().getJsonArray("seats").stream().map(String::valueOf))
                    .containsExactlyInAnyOrderElementsOf(taken);
        }
        return "hold " + labels;
    }

    private String holdBest() {
        int buyer = random.nextInt(BUYERS);
        int size = 1 + random.nextInt(5);
        boolean capped = model.countOf(buyer) + size > CAP;
        Best best = model.best(size);
        try {
            Hold hold = office.hold(buyers.get(buyer), BoxOffice.bestOf(event, size));
            assertThat(capped).as("best " + size + " held").isFalse();
            List<Seat> seats = hold.seats().stream().map(RandomCommandsIT::seat).toList();
            assertThat(seats)
                    .hasSize(size)
                    .allSatisfy(seat -> assertThat(model.at(seat)).isEqualTo('f'));
            assertThat(new HashSet<>(seats)).hasSize(size);
            assertThat(hold.adjacent()).isEqualTo(best.adjacent());
            if (best.adjacent()) {
                assertThat(seats).isEqualTo(best.seats());
            }
            add(buyer, hold, seats, 0);
        } catch (ServiceFault refused) {
            if (capped) {
                assertRefused(refused, FaultCode.LIMIT_PER_BUYER);
            } else {
                assertRefused(refused, FaultCode.NOT_ENOUGH_SEATS);
                assertThat(best.seats()).isEmpty();
                assertThat(refused.members().getInteger("largestBlock")).isEqualTo(best.largest());
            }
        }
        return "best " + size;
    }

    private String holdStanding() {
        int buyer = random.nextInt(BUYERS);
        int quantity = 1 + random.nextInt(4);
        int left = model.standing.get("S")[0];
        try {
            Hold hold = office.hold(buyers.get(buyer), BoxOffice.standingOf(event, "S", quantity));
            assertThat(left).isGreaterThanOrEqualTo(quantity);
            add(buyer, hold, List.of(), quantity);
        } catch (ServiceFault refused) {
            if (model.countOf(buyer) + quantity > CAP) {
                assertRefused(refused, FaultCode.LIMIT_PER_BUYER);
            } else {
                assertRefused(refused, FaultCode.NOT_ENOUGH_SEATS);
                assertThat(refused.members().getInteger("left")).isEqualTo(left);
            }
        }
        return "stand " + quantity;
    }

    private String releaseSeat() {
        return onHold("release seat", held -> {
            if (held.seats.isEmpty()) {
                holds.add(held);
                return;
            }
            Seat seat = held.seats.get(random.nextInt(held.seats.size()));
            office.harness()
                    .call(HoldOperations.RELEASE_SEAT, new ReleaseSeat(held.id, seat.label()), buyers.get(held.buyer));
            model.set(seat, 'f');
            model.count(held.buyer, -1);
            held.seats.remove(seat);
            if (!held.seats.isEmpty() || held.standing > 0) {
                holds.add(held);
            }
        });
    }

    private void order(Held held) {
        UUID buyer = buyers.get(held.buyer).userId();
        Order order = new Order(held.buyer, Ids.next(), held.seats, held.standing, false);
        HeldPlaces places = await(office.seats().beginOrder(held.id, buyer));
        assertThat(places.places().seats())
                .containsExactlyInAnyOrderElementsOf(
                        held.seats.stream().map(Seat::label).toList());
        claim(order, "claimed");
        await(office.seats().claimed(event, held.id, order.id()));
        held.seats.forEach(seat -> model.set(seat, 'c'));
        move(held.standing, 1, 2);
        orders.add(order);
    }

    private String pay() {
        List<Order> unpaid = orders.stream().filter(order -> !order.paid()).toList();
        if (unpaid.isEmpty()) {
            return "pay nothing";
        }
        Order order = unpaid.get(random.nextInt(unpaid.size()));
        orders.remove(order);
        orders.add(new Order(order.buyer(), order.id(), order.seats(), order.standing(), true));
        claim(order, "sold");
        settle(order);
        order.seats().forEach(seat -> model.set(seat, 's'));
        move(order.standing(), 2, 3);
        return "pay " + order;
    }

    private String refund() {
        if (orders.isEmpty()) {
            return "refund nothing";
        }
        Order order = orders.remove(random.nextInt(orders.size()));
        office.unclaim(order.id(), labels(order.seats()));
        settle(order);
        order.seats().forEach(seat -> model.set(seat, 'f'));
        move(order.standing(), order.paid() ? 3 : 2, 0);
        model.count(order.buyer(), -order.seats().size() - order.standing());
        return "refund " + order;
    }

    /** Redis forgets everything: holds are gone, claims stay. */
    private String lose() {
        office.forgetEverything();
        new ArrayList<>(holds).forEach(this::giveBack);
        holds.clear();
        return "lose";
    }

    private void claim(Order order, String state) {
        UUID buyer = buyers.get(order.buyer()).userId();
        office.claim(event, order.id(), buyer, state, labels(order.seats()));
        if (order.standing() > 0) {
            office.claimStanding(event, order.id(), buyer, state, "S", order.standing());
        }
    }

    private void settle(Order order) {
        Map<String, Integer> standing = order.standing() > 0 ? Map.of("S", order.standing()) : Map.of();
        Places places = new Places(List.of(labels(order.seats())), standing);
        for (int times = 1 + random.nextInt(2); times > 0; times--) {
            await(office.seats()
                    .settle(event, order.id(), buyers.get(order.buyer()).userId(), places));
        }
    }

    private interface OnHold {
        void act(Held held);
    }

    /** Takes a hold out of the list and does something with it. */
    private String onHold(String what, OnHold act) {
        if (holds.isEmpty()) {
            return what + " nothing";
        }
        Held held = holds.remove(random.nextInt(holds.size()));
        String before = what + ' ' + held.seats + " and " + held.standing;
        act.act(held);
        return before;
    }

    private void add(int buyer, Hold hold, List<Seat> seats, int standing) {
        Held held = new Held();
        held.buyer = buyer;
        held.id = hold.id();
        held.seats = new ArrayList<>(seats);
        held.standing = standing;
        holds.add(held);
        seats.forEach(seat -> model.set(seat, 'h'));
        move(standing, 0, 1);
        model.count(buyer, seats.size() + standing);
    }

    private void giveBack(Held held) {
        held.seats.forEach(seat -> model.set(seat, 'f'));
        move(held.standing, 1, 0);
        model.count(held.buyer, -held.seats.size() - held.standing);
    }

    private void move(int quantity, int from, int to) {
        model.standing.get("S")[from] -= quantity;
        model.standing.get("S")[to] += quantity;
    }

    private Seat anySeat() {
        String section = random.nextBoolean() ? "A" : "B";
        char[][] rows = model.sections.get(section);
        int row = random.nextInt(rows.length);
        return new Seat(section, row, random.nextInt(rows[row].length));
    }

    private static Seat seat(String label) {
        String[] parts = label.split("-");
        return new Seat(parts[0], Integer.parseInt(parts[1]) - 1, Integer.parseInt(parts[2]) - 1);
    }

    private static String[] labels(List<Seat> seats) {
        return seats.stream().map(Seat::label).toArray(String[]::new);
    }

    private static void assertRefused(ServiceFault refused, FaultCode code) {
        assertThat(refused).isNotNull();
        assertThat(refused.code()).isEqualTo(code);
    }
}
