package io.ticketsafe.bench;

import io.ticketsafe.bench.report.Report;
import io.ticketsafe.bench.server.JavaServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Measures how fast holds are against what is possible on this machine, in one run. */
@Command(
        name = "perf/bench/run",
        description = "Measures holds against bare servers that do the least, in turns, on this machine.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class Bench implements Callable<Integer> {
    @Mixin
    private final Options options = new Options();

    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path work = Files.createTempDirectory("ticketsafe-bench");
        Path java = options.java();
        JavaServer.Runtime runtime = new JavaServer.Runtime(
                java,
                options(options.javaOptions),
                System.getProperty("java.class.path"),
                work,
                options.jfr ? options.results.toAbsolutePath() : null);
        Report report;
        try (Field field = Field.open(options, runtime, work.resolve("data"))) {
            List<Measurement> measured = new Rounds(options, field).measure();
            Report.Run run = new Report.Run(
                    options.quick ? "holds-quick" : "holds",
                    java,
                    options.javaOptions,
                    field.redis().info("server", "redis_version"),
                    options.connections,
                    options.rounds(),
                    options.seconds(),
                    field.memory().bytesPerSeat(),
                    field.memory().bytesPerHold());
            report = new Report(run, measured);
        }
        System.out.println(report.write(options.results));
        delete(work);
        return 0;
    }

    /** What a server's JVM is started with. */
    static List<String> options(String chosen) {
        List<String> all = new ArrayList<>(List.of(chosen.split(" ")));
        all.addAll(List.of(
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "--add-modules=java.se",
                "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "--add-opens=java.management/sun.management=ALL-UNNAMED",
                "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED"));
        return all;
    }

    /** What stands in the way of deleting is left: logs of a run that went well are of no use, but they do no harm. */
    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted((a, b) -> b.compareTo(a)).forEach(path -> path.toFile().delete());
        }
    }
}
