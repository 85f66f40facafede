package io.ticketsafe.bench;

import io.ticketsafe.bench.load.Load;
import io.ticketsafe.bench.load.Wishes;
import io.ticketsafe.bench.server.Usage;
import java.util.ArrayList;
import java.util.List;
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
        for (Shape shape : Shape.values()) {
            if (options.shapes.contains(shape)) {
                measure(shape);
            }
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

    private void measure(Shape shape) {
        List<Contender> takingPart = field.contenders().stream()
                .filter(contender -> takesPart(contender.entrant(), shape))
                .toList();
        if (shape != Shape.DISTINCT) {
            takingPart.forEach(contender -> once(contender, shape, FEW_SECONDS));
        }
        for (int round = 1; round <= options.rounds(); round++) {
            for (int i = 0; i < takingPart.size(); i++) {
                Contender contender = takingPart.get((i + round) % takingPart.size());
                Measurement measured = measure(contender, shape, round);
                done.add(measured);
                System.err.printf(
                        "%-8s round %d  %-36s %,9.0f req/s  p50 %5.2f  p99 %5.2f ms  %s%n",
                        shape,
                        round,
                        contender.entrant().title(),
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
        long most = shape == Shape.HOT ? Long.MAX_VALUE / 64 : wishes.distinctRequests();
        if (shape == Shape.BEST) {
            most = Hall.LARGE.capacity() / 2;
        }
        long patience = shape == Shape.BEST ? 120 : seconds;
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
            case BEST -> Wishes.best(Hall.LARGE, field.large().get(0), options.buyers());
            case SIZE -> Wishes.distinct(Hall.SMALL, field.small(), options.buyers());
        };
    }

    private static boolean takesPart(Entrant entrant, Shape shape) {
        return switch (shape) {
            case DISTINCT, HOT, BEST -> true;
            case SIZE -> entrant == Entrant.ONE;
        };
    }
}
