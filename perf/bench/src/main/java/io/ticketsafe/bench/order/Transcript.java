package io.ticketsafe.bench.order;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What PostgreSQL is told while somebody buys: the statements that write, by transaction, as its own log has them. */
public final class Transcript {
    private static final String PREFIX = "%a|%p|";
    private static final Pattern ENTRY =
            Pattern.compile("^ticketsafe-(\\w+)\\|(\\d+)\\|(\\w+):  (.*)$", Pattern.DOTALL);
    private static final Pattern STATEMENT = Pattern.compile("^(?:statement|execute [^:]*): (.*)$", Pattern.DOTALL);
    private static final Pattern WRITES =
            Pattern.compile("(?i)\\b(insert\\s+into|delete\\s+from|update\\s+\\w+\\s+(\\w+\\s+)?set)\\b");
    private static final Pattern PARAMETER = Pattern.compile("\\$\\d+ = (NULL|'((?:[^']++|'')*+)')");

    private final String superuserUrl;
    private final Path log;
    private long from;

    public Transcript(int port, Path log) {
        this.superuserUrl = "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
        this.log = log;
    }

    /** @param parameters as texts; null for NULL */
    public record Statement(String sql, List<String> parameters) {}

    /** @param schema whose service ran it */
    public record Transaction(String schema, List<Statement> statements) {
        public boolean mentions(Collection<String> ids) {
            return statements.stream()
                    .flatMap(statement -> statement.parameters().stream())
                    .anyMatch(text -> text != null && ids.stream().anyMatch(text::contains));
        }
    }

    public void begin() {
        from = size();
        set("ALTER SYSTEM SET log_line_prefix = '" + PREFIX + "'", "ALTER SYSTEM SET log_statement = 'all'");
    }

    /** The transactions since {@link #begin} that wrote something, in the order of their beginning. */
    public List<Transaction> end() {
        set("ALTER SYSTEM RESET log_statement", "ALTER SYSTEM RESET log_line_prefix");
        return parse(entries());
    }

    private void set(String... statements) {
        try (Connection connection = DriverManager.getConnection(superuserUrl);
                java.sql.Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
            statement.execute("SELECT pg_reload_conf()");
            // The other sessions look at their settings before their next command, once the signal has reached them.
            statement.execute("SELECT pg_sleep(0.3)");
        } catch (SQLException e) {
            throw new IllegalStateException("the log of PostgreSQL cannot be switched", e);
        }
    }

    private long size() {
        try {
            return Files.size(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines that go on with a tab belong to the entry before them. */
    private List<String> entries() {
        try {
            byte[] all = Files.readAllBytes(log);
            String text = new String(all, (int) from, (int) (all.length - from), StandardCharsets.UTF_8);
            return List.of(text.split("\n(?!\t)"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Transaction> parse(List<String> entries) {
        List<Transaction> all = new ArrayList<>();
        Map<String, Transaction> open = new LinkedHashMap<>();
        Map<String, Statement> last = new LinkedHashMap<>();
        for (String entry : entries) {
            Matcher line = ENTRY.matcher(entry);
            if (!line.matches()) {
                continue;
            }
            String session = line.group(2);
            String text = line.group(4).replace("\n\t", "\n");
            if (line.group(3).equals("DETAIL")) {
                Statement owner = last.get(session);
                if (owner != null) {
                    owner.parameters().addAll(parameters(text));
                }
                continue;
            }
            Matcher statement = STATEMENT.matcher(text);
            if (!statement.matches()) {
                continue;
            }
            String sql = statement.group(1);
            last.remove(session);
            if (sql.equalsIgnoreCase("BEGIN")) {
                open.put(session, new Transaction(line.group(1), new ArrayList<>()));
            } else if (sql.equalsIgnoreCase("COMMIT") || sql.equalsIgnoreCase("ROLLBACK")) {
                Transaction ended = open.remove(session);
                if (ended != null && sql.equalsIgnoreCase("COMMIT")) {
                    all.add(ended);
                }
            } else if (WRITES.matcher(sql).find()) {
                Statement write = new Statement(sql, new ArrayList<>());
                last.put(session, write);
                if (open.containsKey(session)) {
                    open.get(session).statements().add(write);
                } else {
                    all.add(new Transaction(line.group(1), List.of(write)));
                }
            }
        }
        return all.stream()
                .filter(transaction -> !transaction.statements().isEmpty())
                .collect(Collectors.toList());
    }

    private static List<String> parameters(String detail) {
        List<String> values = new ArrayList<>();
        Matcher parameter = PARAMETER.matcher(detail);
        while (parameter.find()) {
            values.add(parameter.group(2) == null ? null : parameter.group(2).replace("''", "'"));
        }
        return values;
    }
}
