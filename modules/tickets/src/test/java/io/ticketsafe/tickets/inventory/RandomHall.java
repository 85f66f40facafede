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
import io.ticketsafe.contract.tickets.HoldOperations.BestChoice;
import io.ticketsafe.contract.tickets.HoldOperations.GetHold;
import io.ticketsafe.contract.tickets.HoldOperations.Hold;
import io.ticketsafe.contract.tickets.HoldOperations.HoldSeats;
import io.ticketsafe.contract.tickets.HoldOperations.ReleaseSeat;
import io.ticketsafe.contract.tickets.HoldOperations.SeatChoice;
import io.ticketsafe.contract.tickets.HoldOperations.StandingChoice;
import io.ticketsafe.tickets.BoxOffice;
import io.ticketsafe.tickets.inventory.HallModel.Best;
import io.ticketsafe.tickets.inventory.HallModel.Seat;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** A real event and the model of it. Each command does the same to both and compares the answer with what the model says. */
final class RandomHall {
    static final int BUYERS = 6;
    private static final int CAP = 14;
    private static final int STANDING = 12;
    private static final int MOST_ENDED = 10;

    private final BoxOffice office;
    private final HallModel model = new HallModel(CAP);
    private final List<UUID> buyers =
            IntStream.range(0, BUYERS).mapToObj(i -> Ids.next()).toList();
    private final List<Held> holds = new ArrayList<>();
    private final List<Order> orders = new ArrayList<>();
    private final UUID event;
    private final HallState state;

    /** What is known of a hold: as it was first answered, and as it is. */
    private static final class Held {
        final HoldSeats request;
        final Call call;
        final Hold first;
        final int buyer;
        final List<Seat> seats;
        final int standing;
        long untilMs;
        /** How it refuses to be extended once it is over; null while it is not. */
        FaultCode ended;

        boolean ordered;

        Held(HoldSeats request, Call call, Hold first, int buyer, List<Seat> seats, int standing) {
            this.request = request;
            this.call = call;
            this.first = first;
            this.buyer = buyer;
            this.seats = new ArrayList<>(seats);
            this.standing = standing;
            untilMs = first.expiresAt().toEpochMilli();
        }

        boolean isActive() {
            return ended == null;
        }
    }

    private record Order(int buyer, UUID id, List<Seat> seats, int standing, boolean paid) {}

    RandomHall(BoxOffice office, List<Integer> rowsOfA, List<Integer> rowsOfB) {
        this.office = office;
        int[] a = rowsOfA.stream().mapToInt(Integer::intValue).toArray();
        int[] b = rowsOfB.stream().mapToInt(Integer::intValue).toArray();
        event = office.sell(sheet().standing("S", STANDING)
                .with(rules(0, CAP))
                .seated("A", a)
                .seated("B", b));
        addSection("A", a);
        addSection("B", b);
        model.standing.put("S", new int[] {STANDING, 0, 0, 0});
        state = new HallState(office, event);
    }

    private void addSection(String code, int[] rows) {
        char[][] letters = new char[rows.length][];
        for (int row = 0; row < rows.length; row++) {
            letters[row] = "f".repeat(rows[row]).toCharArray();
        }
        model.sections.put(code, letters);
    }

    boolean hasHolds() {
        return !holds.isEmpty();
    }

    boolean hasActive() {
        return holds.stream().anyMatch(Held::isActive);
    }

    boolean hasSeats() {
        return holds.stream().anyMatch(RandomHall::hasSeat);
    }

    boolean hasOrders() {
        return !orders.isEmpty();
    }

    boolean hasUnpaid() {
        return orders.stream().anyMatch(order -> !order.paid());
    }

    /** The same letters, counters, counts and holds; and nothing is missing or there twice. */
    void assertAsModelled() {
        Map<UUID, Integer> counted = new HashMap<>();
        IntStream.range(0, BUYERS)
                .filter(buyer -> model.countOf(buyer) != 0)
                .forEach(buyer -> counted.put(buyers.get(buyer), model.countOf(buyer)));
        Map<UUID, Long> untilMs = new HashMap<>();
        holds.stream().filter(Held::isActive).forEach(held -> untilMs.put(held.first.id(), held.untilMs));
        state.assertIs(model, counted, untilMs);
    }

    /** Returns how many changes led from each state to the next. */
    int assertChangesLeadFromEachStateToTheNext() {
        return state.assertChangesLeadFromEachStateToTheNext();
    }

    /** @param best how many of the best available; 0 for none */
    void hold(int buyer, List<Seat> named, int best, int standing) {
        List<Seat> seats = named.stream().filter(model::exists).toList();
        HoldSeats request = request(seats, best, standing);
        if (request == null) {
            return;
        }
        Call call = office.harness().userCall(buyers.get(buyer), "key " + buyer + ' ' + UUID.randomUUID());
        int places = seats.size() + best + standing;
        List<String> taken = seats.stream()
                .filter(seat -> model.at(seat) != 'f')
                .map(Seat::label)
                .toList();
        int left = model.standing.get("S")[0];
        ServiceFault refused = null;
        Hold hold = null;
        try {
            hold = office.hold(call, request);
        } catch (ServiceFault fault) {
            refused = fault;
        }
        if (model.countOf(buyer) + places > CAP) {
            assertRefused(refused, FaultCode.LIMIT_PER_BUYER);
        } else if (!taken.isEmpty()) {
            assertRefused(refused, FaultCode.SEATS_TAKEN);
            assertThat(refused.members().getJsonArray("seats").stream().map(String::valueOf))
                    .containsExactlyInAnyOrderElementsOf(taken);
        } else if (standing > left) {
            assertRefused(refused, FaultCode.NOT_ENOUGH_SEATS);
            assertThat(refused.members().getInteger("left")).isEqualTo(left);
        } else {
            heldOrNoBlock(request, call, buyer, seats, best, standing, hold, refused);
        }
    }

    private void heldOrNoBlock(
            HoldSeats request,
            Call call,
            int buyer,
            List<Seat> named,
            int size,
            int standing,
            Hold hold,
            ServiceFault refused) {
        named.forEach(seat -> model.set(seat, 'h'));
        Best best = size == 0 ? null : model.best(size);
        if (best != null && best.seats() != null && best.seats().isEmpty()) {
            named.forEach(seat -> model.set(seat, 'f'));
            assertRefused(refused, FaultCode.NOT_ENOUGH_SEATS);
            assertThat(refused.members().getInteger("largestBlock")).isEqualTo(best.largest());
            return;
        }
        assertThat(refused).isNull();
        List<Seat> seats = hold.seats().stream().map(Seat::of).toList();
        List<Seat> chosen = new ArrayList<>(seats);
        assertThat(chosen.removeAll(named) || named.isEmpty()).isTrue();
        assertThat(seats).containsAll(named);
        assertThat(new HashSet<>(seats)).hasSize(named.size() + size);
        if (best != null) {
            assertThat(chosen).allSatisfy(seat -> assertThat(model.at(seat)).isEqualTo('f'));
            assertThat(hold.adjacent()).isEqualTo(best.adjacent());
            if (best.adjacent()) {
                assertThat(chosen).isEqualTo(best.seats());
            }
        }
        chosen.forEach(seat -> model.set(seat, 'h'));
        model.move("S", standing, 0, 1);
        model.count(buyer, seats.size() + standing);
        holds.add(new Held(request, call, hold, buyer, seats, standing));
    }

    /** The same again changes nothing, whatever has become of the hold. */
    void repeat(int pick) {
        Held held = any(pick, any -> true);
        Hold again = office.hold(held.call, held.request);
        assertThat(again.id()).isEqualTo(held.first.id());
        assertThat(again.seats()).isEqualTo(held.first.seats());
        assertThat(again.standing()).isEqualTo(held.first.standing());
        if (held.ended != FaultCode.HOLD_EXPIRED) {
            // Of what lapsed the end was set by this test.
            assertThat(again.expiresAt()).isEqualTo(held.first.expiresAt());
        }
    }

    void askOtherwise(int pick) {
        Held held = any(pick, any -> true);
        HoldSeats other = BoxOffice.bestOf(event, 9, "A");
        assertRefused(refusal(() -> office.hold(held.call, other)), FaultCode.IDEMPOTENCY_MISMATCH);
    }

    void extend(int pick) {
        Held held = any(pick, any -> true);
        GetHold request = new GetHold(held.first.id());
        if (!held.isActive()) {
            assertRefused(refusal(() -> office.harness().call(HoldOperations.EXTEND, request, held.call)), held.ended);
            return;
        }
        Hold extended = office.harness().call(HoldOperations.EXTEND, request, held.call);
        assertThat(extended.expiresAt().toEpochMilli()).isGreaterThanOrEqualTo(held.untilMs);
        assertThat(extended.seats())
                .containsExactlyInAnyOrderElementsOf(
                        held.seats.stream().map(Seat::label).toList());
        held.untilMs = extended.expiresAt().toEpochMilli();
    }

    /** What has ended is released again without harm; what is ordered is not. */
    void release(int pick) {
        Held held = any(pick, any -> true);
        GetHold request = new GetHold(held.first.id());
        if (held.ordered) {
            assertRefused(
                    refusal(() -> office.harness().call(HoldOperations.RELEASE, request, held.call)),
                    FaultCode.WRONG_STATE);
            return;
        }
        office.harness().call(HoldOperations.RELEASE, request, held.call);
        if (held.isActive()) {
            giveBack(held, FaultCode.WRONG_STATE);
        }
    }

    /** To others the hold is not there. */
    void meddle(int pick) {
        Held held = any(pick, any -> true);
        Call stranger = office.harness().userCall(buyers.get((held.buyer + 1) % BUYERS));
        GetHold request = new GetHold(held.first.id());
        for (var operation : List.of(HoldOperations.GET, HoldOperations.EXTEND)) {
            assertRefused(refusal(() -> office.harness().call(operation, request, stranger)), FaultCode.NOT_FOUND);
        }
        assertRefused(
                refusal(() -> office.harness().call(HoldOperations.RELEASE, request, stranger)), FaultCode.NOT_FOUND);
    }

    void releaseSeat(int pick) {
        Held held = any(pick, RandomHall::hasSeat);
        Seat seat = held.seats.get(pick % held.seats.size());
        office.harness().call(HoldOperations.RELEASE_SEAT, new ReleaseSeat(held.first.id(), seat.label()), held.call);
        model.set(seat, 'f');
        model.count(held.buyer, -1);
        held.seats.remove(seat);
        if (held.seats.isEmpty() && held.standing == 0) {
            end(held, FaultCode.WRONG_STATE);
        }
    }

    /** The clock of Redis cannot be set, so the time of the hold is. */
    void lapse(int pick) {
        Held held = any(pick, Held::isActive);
        office.lapse(event, held.first.id());
        giveBack(held, FaultCode.HOLD_EXPIRED);
    }

    void abandon(int pick) {
        Held held = any(pick, Held::isActive);
        begin(held);
        await(office.seats().abandonOrder(event, held.first.id()));
        giveBack(held, FaultCode.WRONG_STATE);
    }

    /** Once or twice at the same time; afterwards the hold is as it was. */
    void tryToOrder(int pick) {
        Held held = any(pick, Held::isActive);
        for (int i = 0; i <= pick % 2; i++) {
            begin(held);
        }
        for (int i = 0; i <= pick % 2; i++) {
            await(office.seats().keepHold(event, held.first.id()));
        }
    }

    void order(int pick) {
        Held held = any(pick, Held::isActive);
        Order order = begin(held);
        claim(order, "claimed");
        for (int i = 0; i <= pick % 2; i++) {
            await(office.seats().claimed(event, held.first.id(), order.id()));
        }
        ordered(held, order);
    }

    /** The claims are written, and before Redis is told of them it loses everything. */
    void orderWhileRedisIsLost(int pick) {
        Held held = any(pick, Held::isActive);
        Order order = begin(held);
        claim(order, "claimed");
        office.forgetEverything();
        await(office.seats().claimed(event, held.first.id(), order.id()));
        ordered(held, order);
        forgetHolds();
    }

    void pay(int pick) {
        List<Order> unpaid = orders.stream().filter(order -> !order.paid()).toList();
        Order order = unpaid.get(pick % unpaid.size());
        orders.remove(order);
        orders.add(new Order(order.buyer(), order.id(), order.seats(), order.standing(), true));
        claim(order, "sold");
        settle(order, pick);
        order.seats().forEach(seat -> model.set(seat, 's'));
        model.move("S", order.standing(), 2, 3);
    }

    /** Canceled, expired or refunded: to the inventory that is all the same. */
    void endOrder(int pick) {
        Order order = orders.remove(pick % orders.size());
        office.unclaim(order.id(), labels(order.seats()));
        settle(order, pick);
        order.seats().forEach(seat -> model.set(seat, 'f'));
        model.move("S", order.standing(), order.paid() ? 3 : 2, 0);
        model.count(order.buyer(), -order.seats().size() - order.standing());
    }

    /** Holds are gone, claims stay. */
    void lose() {
        office.forgetEverything();
        forgetHolds();
    }

    void forgetScripts() {
        await(office.redis().send(Request.cmd(Command.SCRIPT).arg("FLUSH")));
    }

    private HoldSeats request(List<Seat> seats, int best, int standing) {
        if (seats.isEmpty() && best == 0 && standing == 0) {
            return null;
        }
        return new HoldSeats(
                event,
                seats.isEmpty()
                        ? null
                        : seats.stream().map(Seat::label).map(SeatChoice::new).toList(),
                best == 0 ? null : new BestChoice(best, null, null, null),
                standing == 0 ? null : List.of(new StandingChoice("S", standing, null)),
                null);
    }

    private Order begin(Held held) {
        HeldPlaces places = await(office.seats().beginOrder(held.first.id(), buyers.get(held.buyer)));
        assertThat(places.places().seats())
                .containsExactlyInAnyOrderElementsOf(
                        held.seats.stream().map(Seat::label).toList());
        return new Order(held.buyer, Ids.next(), List.copyOf(held.seats), held.standing, false);
    }

    private void ordered(Held held, Order order) {
        order.seats().forEach(seat -> model.set(seat, 'c'));
        model.move("S", order.standing(), 1, 2);
        orders.add(order);
        held.ordered = true;
        end(held, FaultCode.WRONG_STATE);
    }

    private void claim(Order order, String to) {
        UUID buyer = buyers.get(order.buyer());
        office.claim(event, order.id(), buyer, to, labels(order.seats()));
        if (order.standing() > 0) {
            office.claimStanding(event, order.id(), buyer, to, "S", order.standing());
        }
    }

    private void settle(Order order, int pick) {
        Map<String, Integer> standing = order.standing() > 0 ? Map.of("S", order.standing()) : Map.of();
        Places places = new Places(List.of(labels(order.seats())), standing);
        for (int i = 0; i <= pick % 2; i++) {
            await(office.seats().settle(event, order.id(), buyers.get(order.buyer()), places));
        }
    }

    private void forgetHolds() {
        holds.stream().filter(Held::isActive).toList().forEach(held -> giveBack(held, FaultCode.HOLD_EXPIRED));
        holds.clear();
    }

    private void giveBack(Held held, FaultCode asked) {
        held.seats.forEach(seat -> model.set(seat, 'f'));
        model.move("S", held.standing, 1, 0);
        model.count(held.buyer, -held.seats.size() - held.standing);
        end(held, asked);
    }

    private void end(Held held, FaultCode asked) {
        held.ended = asked;
        List<Held> over = holds.stream().filter(any -> !any.isActive()).toList();
        if (over.size() > MOST_ENDED) {
            holds.remove(over.get(0));
        }
    }

    private Held any(int pick, Predicate<Held> which) {
        List<Held> some = holds.stream().filter(which).toList();
        return some.get(pick % some.size());
    }

    private static boolean hasSeat(Held held) {
        return held.isActive() && !held.seats.isEmpty();
    }

    private static String[] labels(List<Seat> seats) {
        return seats.stream().map(Seat::label).toArray(String[]::new);
    }

    private static ServiceFault refusal(Runnable call) {
        return BoxOffice.refusal(call::run);
    }

    private static void assertRefused(ServiceFault refused, FaultCode code) {
        assertThat(refused).isNotNull();
        assertThat(refused.code()).isEqualTo(code);
    }
}
