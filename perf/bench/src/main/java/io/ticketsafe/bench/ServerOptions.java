package io.ticketsafe.bench;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What can be chosen about the servers of every benchmark. */
class ServerOptions {
    @Option(
            names = "--jdk",
            paramLabel = "DIR",
            description = "JDK that all servers run on. Default: the one that runs this.")
    Path jdk = Path.of(System.getProperty("java.home"));

    @Option(
            names = "--java-options",
            paramLabel = "TEXT",
            description = "Options of every server's JVM. Default: ${DEFAULT-VALUE}")
    String javaOptions = "-Xms1g -Xmx1g -XX:+UseG1GC";

    @Option(
            names = "--results",
            paramLabel = "DIR",
            description = "Where tables and charts go. Default: ${DEFAULT-VALUE}")
    Path results = Path.of("perf", "results");

    Path java() {
        return jdk.resolve("bin").resolve("java");
    }
}
