package io.ticketsafe.bench;

import io.ticketsafe.bench.load.Load;
import io.ticketsafe.bench.load.Wishes;
import io.ticketsafe.bench.server.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Warms everybody up, then measures all of them in turns, so that whatever else the machine does meets all alike. */
final class Rounds {
    private static final int FEW_SECONDS = 3;
    private static final int MOST_WARM_UPS = 40;

    private final Options options;
    private final Field field;
    private final long redisPid;
    private final List<Measurement> done = new ArrayList<>();
    private long salt = System.currentTimeMillis() & 0x3fffffff;

    Rounds(Options options, Field field) {
        this.options = options;
        this.field = field;
        this.redisPid = Long.parseLong(field.redis().info("server", "process_id"));
    }

    List<Measurement> measure() {
        for (Contender contender : field.contenders()) {
            if (!contender.jvms().isEmpty()) {
                System.err.println("warming up: " + contender.entrant().title());
                warmUp(contender);
            }
        }
        for (Set<Shape> together : Shape.TOGETHER) {
            List<Turn> turns = new ArrayList<>();
            together.stream().filter(options.shapes::contains).forEach(shape -> turns.addAll(turns(shape)));
            measure(turns);
        }
        return done;
    }

    /** By requests, since what the compiler makes of the code depends on how often it ran, not on how long; but not for ever. */
    private void warmUp(Contender contender) {
        long left = options.warmUp();
        for (int turn = 0; turn < MOST_WARM_UPS && left > 0; turn++) {
            left -= once(contender, Shape.DISTINCT, options.seconds()).answers();
        }
    }

    private record Turn(Contender contender, Shape shape) {}

    private List<Turn> turns(Shape shape) {
        return field.contenders().stream()
                .filter(contender -> takesPart(contender.entrant(), shape))
                .map(contender -> new Turn(contender, shape))
                .toList();
    }

    private void measure(List<Turn> turns) {
        for (Turn turn : turns) {
            if (turn.shape != Shape.DISTINCT) {
                once(turn.contender, turn.shape, FEW_SECONDS);
            }
        }
        for (int round = 1; round <= options.rounds(); round++) {
            for (int i = 0; i < turns.size(); i++) {
                Turn turn = turns.get((i + round) % turns.size());
                Measurement measured = measure(turn.contender, turn.shape, round);
                done.add(measured);
                System.err.printf(
                        "%-9s round %d  %-36s %,9.0f req/s  p50 %5.2f  p99 %5.2f ms  %s%n",
                        turn.shape,
                        round,
                        turn.contender.entrant().title(),
                        measured.requestsPerSecond(),
                        measured.load().latencies()[0].getValueAtPercentile(50) / 1e6,
                        measured.load().latencies()[0].getValueAtPercentile(99) / 1e6,
                        measured.load().statuses());
            }
        }
    }

    private Measurement measure(Contender contender, Shape shape, int round) {
        Usage.Reading before = contender.usage();
        long redisBefore = Usage.cpuNanos(redisPid);
        Load.Outcome load = once(contender, shape, options.seconds());
        long redis = Usage.cpuNanos(redisPid) - redisBefore;
        return new Measurement(
                contender.entrant(), shape, round, load, contender.usage().minus(before), redis);
    }

    /** On a fresh inventory; fails when any answer was not to be expected, or when holds are more or less than answers say. */
    private Load.Outcome once(Contender contender, Shape shape, int seconds) {
        field.inventory().restore();
        long memory = field.memory().used();
        Wishes wishes = wishes(shape);
        long most = switch (shape) {
            case HOT -> Long.MAX_VALUE / 64;
            case DISTINCT, SIZE -> wishes.distinctRequests();
            case BEST, BEST_SIZE ->
                (long) wishes.events().size() * wishes.hall().capacity() / 2;
        };
        long patience = shape.parts() > 1 ? 120 : seconds;
        Load.Plan plan = new Load.Plan(
                contender.address(),
                options.connections,
                contender.entrant().depth(),
                most,
                TimeUnit.SECONDS.toNanos(patience),
                shape.parts());
        Load.Outcome load = Load.run(plan, contender.wires().of(wishes, salt++));
        check(contender, shape, wishes, load);
        if (shape == Shape.DISTINCT) {
            field.memory().held(memory, load.answers());
        }
        return load;
    }

    private void check(Contender contender, Shape shape, Wishes wishes, Load.Outcome load) {
        if (!shape.expected().containsAll(load.statuses().keySet())) {
            throw new IllegalStateException(
                    contender.entrant().title() + " answered " + load.statuses() + " in shape " + shape);
        }
        long holds = field.inventory().holds(wishes.events());
        if (holds != load.statuses().getOrDefault(201, 0L)) {
            throw new IllegalStateException(contender.entrant().title() + " answered " + load.statuses()
                    + ", but there are " + holds + " holds");
        }
    }

    private Wishes wishes(Shape shape) {
        return switch (shape) {
            case DISTINCT -> Wishes.distinct(Hall.LARGE, field.large(), options.buyers());
            case HOT -> Wishes.hot(Hall.LARGE, field.large().get(0));
            case BEST -> Wishes.best(Hall.LARGE, field.large().subList(0, 1), options.buyers());
            case SIZE -> Wishes.distinct(Hall.SMALL, field.small(), options.buyers());
            case BEST_SIZE -> Wishes.best(Hall.SMALL, field.small(), options.buyers());
        };
    }

    private static boolean takesPart(Entrant entrant, Shape shape) {
        return switch (shape) {
            case DISTINCT, HOT, BEST -> true;
            case SIZE, BEST_SIZE -> entrant == Entrant.ONE;
        };
    }
}
