package io.ticketsafe.bench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the figures were measured on. */
public final class Machine {
    private static final Path CPUS = Path.of("/proc/cpuinfo");

    private Machine() {}

    /** @param java the program that ran the servers */
    static Map<String, String> describe(Path java, String options, String redisVersion) {
        Map<String, String> facts = describe(java, options);
        facts.put("Redis", redisVersion + ", append-only file, fsync every second");
        return facts;
    }

    /** @param java the program that ran the servers */
    public static Map<String, String> describe(Path java, String options) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("processors", Runtime.getRuntime().availableProcessors() + " × " + processor());
        facts.put("system", System.getProperty("os.name") + ' ' + System.getProperty("os.version"));
        facts.put("servers' JDK", version(java));
        facts.put("servers' JVM options", options);
        facts.put("load generator's JDK", System.getProperty("java.vm.version"));
        return facts;
    }

    private static String processor() {
        if (!Files.isReadable(CPUS)) {
            return System.getProperty("os.arch");
        }
        try {
            return Files.readAllLines(CPUS).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Third line of {@code java -version}, which names the VM and its build. */
    private static String version(Path java) {
        try {
            Process asked = new ProcessBuilder(java.toString(), "-version")
                    .redirectErrorStream(true)
                    .start();
            String text = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().skip(2).findFirst().orElse(text).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
