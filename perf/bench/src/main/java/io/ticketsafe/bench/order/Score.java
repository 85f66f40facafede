package io.ticketsafe.bench.order;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The transactions of one order with gaps where its ids and random bytes stand, so that the same rows can be written again for an
 * order that never was.
 */
public final class Score {
    private static final Pattern GAP =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?<=^\\\\x)[0-9a-f]{24,}$");

    private final List<Movement> movements;
    private final List<String> ids;

    private Score(List<Movement> movements, List<String> ids) {
        this.movements = movements;
        this.ids = ids;
    }

    /** One transaction. */
    public record Movement(String schema, List<Note> notes) {}

    /** One statement, with JDBC's question marks, and which of its parameters stands at each. */
    public record Note(String sql, List<Blank> blanks) {}

    /** A parameter: its pieces of text, and between them the numbers of gaps; null for NULL. */
    public record Blank(List<String> pieces, List<Integer> gaps) {}

    public static Score of(List<Transcript.Transaction> transactions) {
        List<String> ids = new ArrayList<>();
        List<Movement> movements = transactions.stream()
                .map(transaction -> new Movement(
                        transaction.schema(),
                        transaction.statements().stream()
                                .map(statement -> note(statement, ids))
                                .toList()))
                .toList();
        return new Score(movements, List.copyOf(ids));
    }

    public List<Movement> movements() {
        return movements;
    }

    public int statements() {
        return movements.stream().mapToInt(movement -> movement.notes().size()).sum();
    }

    /** How long each gap is, in characters. */
    IntStream gapLengths() {
        return ids.stream().mapToInt(String::length);
    }

    private static Note note(Transcript.Statement statement, List<String> ids) {
        StringBuilder sql = new StringBuilder();
        List<Blank> blanks = new ArrayList<>();
        Matcher number = Pattern.compile("\\$(\\d+)").matcher(statement.sql().replace("?", "??"));
        int end = 0;
        String text = statement.sql().replace("?", "??");
        while (number.find()) {
            sql.append(text, end, number.start()).append('?');
            end = number.end();
            blanks.add(blank(statement.parameters().get(Integer.parseInt(number.group(1)) - 1), ids));
        }
        return new Note(sql.append(text.substring(end)).toString(), blanks);
    }

    private static Blank blank(String parameter, List<String> ids) {
        if (parameter == null) {
            return null;
        }
        List<String> pieces = new ArrayList<>();
        List<Integer> gaps = new ArrayList<>();
        Matcher gap = GAP.matcher(parameter);
        int end = 0;
        while (gap.find()) {
            pieces.add(parameter.substring(end, gap.start()));
            if (!ids.contains(gap.group())) {
                ids.add(gap.group());
            }
            gaps.add(ids.indexOf(gap.group()));
            end = gap.end();
        }
        pieces.add(parameter.substring(end));
        return new Blank(pieces, gaps);
    }
}
