package io.ticketsafe.tickets.inventory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What the best available seats are, found by looking at every block there is. */
final class BestOracle {
    private BestOracle() {}

    /**
     * A choice.
     *
     * @param sections where the seats may be; none: there are not enough
     * @param positions of adjacent seats
     * @param rows that seats of one section need to have between them at least; -1 if they are of several
     * @param largest block that is left where there are not enough
     */
    record Choice(List<String> sections, List<Integer> positions, int rows, int largest) {
        boolean adjacent() {
            return !positions.isEmpty();
        }
    }

    static Choice choose(Map<String, char[]> texts, int[] groups, int size, char letter) {
        List<String> codes = new ArrayList<>(texts.keySet());
        List<List<String>> grouped = new ArrayList<>();
        int next = 0;
        for (int group : groups) {
            grouped.add(codes.subList(next, next + group));
            next += group;
        }
        for (List<String> group : grouped) {
            for (boolean mayLeaveOneAlone : new boolean[] {false, true}) {
                for (String code : group) {
                    int at = block(texts.get(code), size, letter, mayLeaveOneAlone);
                    if (at >= 0) {
                        List<Integer> seats = new ArrayList<>();
                        for (int i = at; i < at + size; i++) {
                            seats.add(i);
                        }
                        return new Choice(List.of(code), seats, 0, 0);
                    }
                }
            }
        }
        for (List<String> group : grouped) {
            for (String code : group) {
                if (free(texts.get(code), letter) >= size) {
                    return new Choice(List.of(code), List.of(), fewestRows(texts.get(code), size, letter), 0);
                }
            }
            if (group.stream().mapToInt(code -> free(texts.get(code), letter)).sum() >= size) {
                return new Choice(group, List.of(), -1, 0);
            }
        }
        if (codes.stream().mapToInt(code -> free(texts.get(code), letter)).sum() >= size) {
            return new Choice(codes, List.of(), -1, 0);
        }
        int largest = codes.stream()
                .mapToInt(code -> longest(texts.get(code), letter))
                .max()
                .orElse(0);
        return new Choice(List.of(), List.of(), 0, largest);
    }

    /** How many rows lie between the first and the last of the positions; 0: they are in one row. */
    static int rowsBetween(char[] text, List<Integer> positions) {
        int rows = 0;
        for (int i = positions.get(0); i < positions.get(positions.size() - 1); i++) {
            rows += text[i] == '|' ? 1 : 0;
        }
        return rows;
    }

    /** Front row first, then nearest to its middle, then leftmost. */
    private static int block(char[] text, int size, char letter, boolean mayLeaveOneAlone) {
        int start = 0;
        for (String row : new String(text).split("\\|")) {
            int best = -1;
            for (int at = 0; at + size <= row.length(); at++) {
                boolean suits = row.substring(at, at + size).chars().allMatch(seat -> seat == letter)
                        && (mayLeaveOneAlone || !leavesOneAlone(row, at, size, letter));
                if (suits && (best < 0 || offMiddle(row, at, size) < offMiddle(row, best, size))) {
                    best = at;
                }
            }
            if (best >= 0) {
                return start + best;
            }
            start += row.length() + 1;
        }
        return -1;
    }

    private static int offMiddle(String row, int at, int size) {
        return Math.abs(2 * at + size - row.length());
    }

    private static boolean leavesOneAlone(String row, int at, int size, char letter) {
        int left = at;
        while (left > 0 && row.charAt(left - 1) == letter) {
            left--;
        }
        int right = at + size;
        while (right < row.length() && row.charAt(right) == letter) {
            right++;
        }
        return at - left == 1 || right - at - size == 1;
    }

    private static int fewestRows(char[] text, int size, char letter) {
        String[] rows = new String(text).split("\\|");
        for (int between = 0; ; between++) {
            for (int row = 0; row + between < rows.length; row++) {
                String joined = String.join("", Arrays.copyOfRange(rows, row, row + between + 1));
                if (free(joined.toCharArray(), letter) >= size) {
                    return between;
                }
            }
        }
    }

    private static int free(char[] text, char letter) {
        int free = 0;
        for (char seat : text) {
            free += seat == letter ? 1 : 0;
        }
        return free;
    }

    private static int longest(char[] text, char letter) {
        int longest = 0;
        int run = 0;
        for (char seat : text) {
            run = seat == letter ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }
}
