package io.ticketsafe.bench;

import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Option;

/** What can be chosen on the command line. */
final class Options extends ServerOptions {
    @Option(names = "--quick", description = "Few and short rounds: to see whether it works, not how fast it is.")
    boolean quick;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Rounds; each measures everybody once. Default: 5, quick 2.")
    Integer rounds;

    @Option(names = "--seconds", paramLabel = "N", description = "Length of one measurement. Default: 4, quick 2.")
    Integer seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "Requests that each server gets before it is measured. Default: 400000, quick 40000.")
    Integer warmUp;

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "Connections of the load generator. Default: ${DEFAULT-VALUE}")
    int connections = 64;

    @Option(
            names = "--shapes",
            split = ",",
            paramLabel = "NAME",
            description = "Some of distinct, hot, best, size, best_size. Default: all.")
    Set<Shape> shapes = EnumSet.allOf(Shape.class);

    @Option(
            names = "--contenders",
            split = ",",
            paramLabel = "NAME",
            description = "Some of floor, script, script16, one, two. Default: all.")
    Set<Entrant> entrants = EnumSet.allOf(Entrant.class);

    @Option(
            names = "--jfr",
            description = "Records each server with Java Flight Recorder, into the results; costs a little.")
    boolean jfr;

    int rounds() {
        return rounds == null ? quick ? 2 : 5 : rounds;
    }

    int seconds() {
        return seconds == null ? quick ? 2 : 4 : seconds;
    }

    int warmUp() {
        return warmUp == null ? quick ? 40_000 : 400_000 : warmUp;
    }

    /** Buyers in all; each has a token of its own. */
    int buyers() {
        return quick ? 1_000 : 5_000;
    }

    /** Events of 50,000 seats: as many as one measurement can sell. */
    int events() {
        return quick ? 4 : 10;
    }

    /** Events of 500 seats. */
    int smallEvents() {
        return quick ? 20 : 100;
    }
}
