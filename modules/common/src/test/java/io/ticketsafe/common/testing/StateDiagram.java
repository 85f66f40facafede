package io.ticketsafe.common.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.pg.Database;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A state machine as {@code docs/states.md} draws it, and whether PostgreSQL allows the same moves and no others. */
public final class StateDiagram {
    private static final Path DOCUMENT = Path.of("../../docs/states.md");
    private static final Pattern MOVE = Pattern.compile("(?m)^ *(\\w+|\\[\\*]) --> (\\w+)");
    private static final int LONGEST_WAIT_SECONDS = 10;

    private final Set<String> states = new TreeSet<>();
    private final Set<String> moves = new TreeSet<>();

    private StateDiagram(String mermaid) {
        Matcher move = MOVE.matcher(mermaid);
        while (move.find()) {
            states.add(move.group(2));
            if (!move.group(1).equals("[*]")) {
                states.add(move.group(1));
                moves.add(move.group(1) + " to " + move.group(2));
            }
        }
    }

    /** @param heading of its section */
    public static StateDiagram of(String heading) {
        try {
            String text = Files.readString(DOCUMENT);
            Matcher section = Pattern.compile("(?ms)^## " + Pattern.quote(heading) + "$.*?^```mermaid$(.*?)^```$")
                    .matcher(text);
            assertThat(section.find()).as("section %s of %s", heading, DOCUMENT).isTrue();
            return new StateDiagram(section.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Tries every pair of states on a row that is rolled back.
     *
     * @param insert a row in the state {@code $1}
     * @param update the same row to the state {@code $1}
     */
    public void assertEnforced(Database database, String insert, String update) {
        assertThat(moves).isNotEmpty();
        Set<String> allowed = states.stream()
                .flatMap(from -> states.stream()
                        .filter(to -> !to.equals(from))
                        .filter(to -> isAllowed(database, insert, from, update, to))
                        .map(to -> from + " to " + to))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(allowed).isEqualTo(moves);
    }

    private static boolean isAllowed(Database database, String insert, String from, String update, String to) {
        Throwable end = database.inTransaction(transaction -> Database.query(transaction, insert, from)
                        .compose(inserted -> Database.query(transaction, update, to))
                        .compose(updated -> {
                            assertThat(updated.rowCount()).isEqualTo(1);
                            return Future.<Void>failedFuture(new RolledBack());
                        }))
                .<Throwable>map(never -> new AssertionError("was committed"))
                .otherwise(failure -> failure)
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)
                .join();
        if (end instanceof RolledBack) {
            return true;
        }
        assertThat(end)
                .as("%s to %s", from, to)
                .isInstanceOf(PgException.class)
                .hasMessageContaining("may not go from");
        return false;
    }

    private static final class RolledBack extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
