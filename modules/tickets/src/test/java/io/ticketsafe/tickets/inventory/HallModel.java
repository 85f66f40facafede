package io.ticketsafe.tickets.inventory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an inventory of one event must do, written as plainly as possible, to compare the real one with. */
final class HallModel {
    final Map<String, char[][]> sections = new LinkedHashMap<>();
    final Map<String, int[]> standing = new LinkedHashMap<>();
    final Map<Integer, Integer> counted = new HashMap<>();
    final int perBuyer;

    HallModel(int perBuyer) {
        this.perBuyer = perBuyer;
    }

    /** A seat. */
    record Seat(String section, int row, int index) {
        String label() {
            return section + '-' + (row + 1) + '-' + (index + 1);
        }

        static Seat of(String label) {
            String[] parts = label.split("-");
            return new Seat(parts[0], Integer.parseInt(parts[1]) - 1, Integer.parseInt(parts[2]) - 1);
        }
    }

    /** What the best available are: the seats in order, or none and the largest block. */
    record Best(List<Seat> seats, boolean adjacent, int largest) {}

    char at(Seat seat) {
        return sections.get(seat.section())[seat.row()][seat.index()];
    }

    void set(Seat seat, char letter) {
        sections.get(seat.section())[seat.row()][seat.index()] = letter;
    }

    boolean exists(Seat seat) {
        char[][] rows = sections.get(seat.section());
        return seat.row() < rows.length && seat.index() < rows[seat.row()].length;
    }

    /** @param from index of the counter: free, held, claimed, sold */
    void move(String section, int quantity, int from, int to) {
        standing.get(section)[from] -= quantity;
        standing.get(section)[to] += quantity;
    }

    int countOf(int buyer) {
        return counted.getOrDefault(buyer, 0);
    }

    void count(int buyer, int change) {
        counted.merge(buyer, change, Integer::sum);
    }

    Best best(int size) {
        for (boolean mayLeaveOneAlone : new boolean[] {false, true}) {
            for (String section : sections.keySet()) {
                List<Seat> block = block(section, size, mayLeaveOneAlone);
                if (block != null) {
                    return new Best(block, true, size);
                }
            }
        }
        int free = 0;
        for (String section : sections.keySet()) {
            List<List<Seat>> runs = runs(section);
            int here = runs.stream().mapToInt(List::size).sum();
            if (here >= size) {
                return new Best(null, false, size);
            }
            free += here;
        }
        if (free >= size) {
            return new Best(null, false, size);
        }
        int largest = sections.keySet().stream()
                .flatMap(section -> runs(section).stream())
                .mapToInt(List::size)
                .max()
                .orElse(0);
        return new Best(List.of(), false, largest);
    }

    /** Front row first, then nearest to the row's middle, then leftmost. */
    private List<Seat> block(String section, int size, boolean mayLeaveOneAlone) {
        char[][] rows = sections.get(section);
        for (int row = 0; row < rows.length; row++) {
            List<Integer> starts = new ArrayList<>();
            for (int start = 0; start + size <= rows[row].length; start++) {
                if (isFree(rows[row], start, size) && (mayLeaveOneAlone || !leavesOneAlone(rows[row], start, size))) {
                    starts.add(start);
                }
            }
            int last = rows[row].length - 1;
            int at = row;
            Comparator<Integer> offMiddle = Comparator.comparingInt(start -> Math.abs(2 * start + size - 1 - last));
            if (!starts.isEmpty()) {
                int start = starts.stream()
                        .min(offMiddle.thenComparing(Comparator.naturalOrder()))
                        .get();
                List<Seat> seats = new ArrayList<>();
                for (int i = start; i < start + size; i++) {
                    seats.add(new Seat(section, at, i));
                }
                return seats;
            }
        }
        return null;
    }

    private static boolean isFree(char[] row, int start, int size) {
        for (int i = start; i < start + size; i++) {
            if (row[i] != 'f') {
                return false;
            }
        }
        return true;
    }

    private static boolean leavesOneAlone(char[] row, int start, int size) {
        int left = 0;
        for (int i = start - 1; i >= 0 && row[i] == 'f'; i--) {
            left++;
        }
        int right = 0;
        for (int i = start + size; i < row.length && row[i] == 'f'; i++) {
            right++;
        }
        return left == 1 || right == 1;
    }

    private List<List<Seat>> runs(String section) {
        List<List<Seat>> runs = new ArrayList<>();
        char[][] rows = sections.get(section);
        for (int row = 0; row < rows.length; row++) {
            List<Seat> run = new ArrayList<>();
            for (int i = 0; i <= rows[row].length; i++) {
                if (i < rows[row].length && rows[row][i] == 'f') {
                    run.add(new Seat(section, row, i));
                } else if (!run.isEmpty()) {
                    runs.add(run);
                    run = new ArrayList<>();
                }
            }
        }
        return runs;
    }

    /** Rows separated by spaces. */
    String letters(String section) {
        StringBuilder text = new StringBuilder();
        for (char[] row : sections.get(section)) {
            text.append(text.isEmpty() ? "" : " ").append(row);
        }
        return text.toString();
    }
}
