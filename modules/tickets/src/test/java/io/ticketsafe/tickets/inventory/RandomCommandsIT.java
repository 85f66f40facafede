package io.ticketsafe.tickets.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.tickets.BoxOffice;
import io.ticketsafe.tickets.inventory.HallModel.Seat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;

/**
 * Thousands of random commands on the real inventory, each with its answer and the state after it foretold by a plain
 * model. What fails is made as short as can be and printed with its seed, and comes first in the next run;
 * {@code @Property(seed = "…")} repeats it anywhere.
 */
class RandomCommandsIT {
    private static final int COMMANDS_EACH = 120;
    private static final int LONGEST_LIST = 1_000;
    private static final AtomicInteger COMMANDS = new AtomicInteger();
    private static final AtomicInteger CHANGES = new AtomicInteger();

    private static BoxOffice office;

    @BeforeContainer
    static void open() {
        office = BoxOffice.open();
    }

    @AfterContainer
    static void close() {
        office.close();
        System.out.println("random commands: " + COMMANDS + ", changes followed: " + CHANGES);
    }

    @Property
    void theInventoryDoesWhatTheModelSays(@ForAll("sequences") ActionChain<RandomHall> commands) {
        RandomHall hall = commands.withInvariant("as the model says", RandomHall::assertAsModelled)
                .run();
        int changes = hall.assertChangesLeadFromEachStateToTheNext();
        COMMANDS.addAndGet(commands.transformations().size());
        CHANGES.addAndGet(changes);
        if (commands.transformations().size() == COMMANDS_EACH) {
            // Not for the few commands that a failing sequence is cut down to.
            assertThat(changes).as("changes that were told").isPositive();
        }
    }

    @Provide
    Arbitrary<ActionChain<RandomHall>> sequences() {
        Arbitrary<List<Integer>> rows =
                Arbitraries.integers().between(4, 10).list().ofSize(3);
        return Combinators.combine(rows, rows)
                .as(List::of)
                .flatMap(sections -> ActionChain.startWith(
                                () -> new RandomHall(office, sections.get(0), sections.get(1)))
                        .withAction(10, anytime(holdSeats()))
                        .withAction(8, anytime(holdBest()))
                        .withAction(4, anytime(holdStanding()))
                        .withAction(4, anytime(holdMixed()))
                        .withAction(4, onHold("repeat", RandomHall::hasHolds, RandomHall::repeat))
                        .withAction(
                                1, onHold("ask for something else as", RandomHall::hasHolds, RandomHall::askOtherwise))
                        .withAction(3, onHold("extend", RandomHall::hasHolds, RandomHall::extend))
                        .withAction(4, onHold("release", RandomHall::hasHolds, RandomHall::release))
                        .withAction(1, onHold("meddle with", RandomHall::hasHolds, RandomHall::meddle))
                        .withAction(4, onHold("release a seat of", RandomHall::hasSeats, RandomHall::releaseSeat))
                        .withAction(3, onHold("lapse", RandomHall::hasActive, RandomHall::lapse))
                        .withAction(2, onHold("abandon the order of", RandomHall::hasActive, RandomHall::abandon))
                        .withAction(2, onHold("try to order", RandomHall::hasActive, RandomHall::tryToOrder))
                        .withAction(6, onHold("order", RandomHall::hasActive, RandomHall::order))
                        .withAction(
                                1,
                                onHold("order, Redis gone,", RandomHall::hasActive, RandomHall::orderWhileRedisIsLost))
                        .withAction(4, onHold("pay order", RandomHall::hasUnpaid, RandomHall::pay))
                        .withAction(4, onHold("end order", RandomHall::hasOrders, RandomHall::endOrder))
                        .withAction(1, Action.just("lose everything", mutate(RandomHall::lose)))
                        .withAction(1, Action.just("forget the scripts", mutate(RandomHall::forgetScripts)))
                        .withMaxTransformations(COMMANDS_EACH));
    }

    private static Arbitrary<Transformer<RandomHall>> holdSeats() {
        return Combinators.combine(buyers(), seats(4))
                .as((buyer, seats) -> Transformer.mutate(
                        "buyer " + buyer + " holds " + labels(seats), hall -> hall.hold(buyer, seats, 0, 0)));
    }

    private static Arbitrary<Transformer<RandomHall>> holdBest() {
        return Combinators.combine(buyers(), Arbitraries.integers().between(1, 5))
                .as((buyer, size) -> Transformer.mutate(
                        "buyer " + buyer + " holds the best " + size, hall -> hall.hold(buyer, List.of(), size, 0)));
    }

    private static Arbitrary<Transformer<RandomHall>> holdStanding() {
        return Combinators.combine(buyers(), Arbitraries.integers().between(1, 4))
                .as((buyer, places) -> Transformer.mutate(
                        "buyer " + buyer + " holds " + places + " standing",
                        hall -> hall.hold(buyer, List.of(), 0, places)));
    }

    private static Arbitrary<Transformer<RandomHall>> holdMixed() {
        return Combinators.combine(
                        buyers(),
                        seats(2),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 2))
                .as((buyer, seats, best, standing) -> Transformer.mutate(
                        "buyer " + buyer + " holds " + labels(seats) + ", the best " + best + " and " + standing
                                + " standing",
                        hall -> hall.hold(buyer, seats, best, standing)));
    }

    private static Arbitrary<Integer> buyers() {
        return Arbitraries.integers().between(0, RandomHall.BUYERS - 1);
    }

    /** Rows have different lengths, so some of these are not there; the hall leaves them out. */
    private static Arbitrary<List<Seat>> seats(int most) {
        return Combinators.combine(
                        Arbitraries.of("A", "B"),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, 9))
                .as(Seat::new)
                .list()
                .uniqueElements()
                .ofMinSize(1)
                .ofMaxSize(most);
    }

    private static List<String> labels(List<Seat> seats) {
        return seats.stream().map(Seat::label).toList();
    }

    private static Action<RandomHall> anytime(Arbitrary<Transformer<RandomHall>> command) {
        return when(hall -> true, command);
    }

    /** A command on one of several holds or orders, whichever of them it may be. */
    private static Action<RandomHall> onHold(
            String what, Predicate<RandomHall> when, BiConsumer<RandomHall, Integer> command) {
        return when(
                when,
                Arbitraries.integers()
                        .between(0, LONGEST_LIST - 1)
                        .map(pick -> Transformer.mutate(what + " #" + pick, hall -> command.accept(hall, pick))));
    }

    private static Transformer<RandomHall> mutate(Consumer<RandomHall> command) {
        return hall -> {
            command.accept(hall);
            return hall;
        };
    }

    private static Action<RandomHall> when(
            Predicate<RandomHall> precondition, Arbitrary<Transformer<RandomHall>> command) {
        return new Action.Independent<>() {
            @Override
            public boolean precondition(RandomHall hall) {
                return precondition.test(hall);
            }

            @Override
            public Arbitrary<Transformer<RandomHall>> transformer() {
                return command;
            }
        };
    }
}
