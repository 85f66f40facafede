package io.ticketsafe.common.privacy;

import static io.ticketsafe.common.privacy.CardNumbers.FEWEST;
import static io.ticketsafe.common.privacy.CardNumbers.MOST;

import java.util.ArrayList;
import java.util.List;

/** Digits with nothing but separators between them, and where the separators are. */
final class DigitStretch {
    private static final int MOST_OF_PHONE = 15;
    private static final int SHORTEST_GROUP = 3;

    private final StringBuilder digits = new StringBuilder();
    private final List<Integer> groups = new ArrayList<>();
    private boolean phone;

    /**
     * @param first whether a separator stands before the digit
     * @param plus whether a plus sign does
     */
    void add(int digit, boolean first, boolean plus) {
        if (isEmpty()) {
            phone = plus;
        }
        if (isEmpty() || first) {
            groups.add(digits.length());
        }
        digits.append((char) ('0' + digit));
    }

    boolean isEmpty() {
        return digits.isEmpty();
    }

    void clear() {
        digits.setLength(0);
        groups.clear();
    }

    /** The whole, however it is grouped; else some groups of it, as they are written on cards. */
    boolean holdsCard() {
        int all = digits.length();
        if (all < FEWEST) {
            return false;
        }
        if (all <= MOST && isValid(0, all) && !(phone && all <= MOST_OF_PHONE)) {
            return true;
        }
        for (int g = 0; g < groups.size() && groups.size() > 1; g++) {
            if (holdsCardFrom(g)) {
                return true;
            }
        }
        return false;
    }

    /** Card numbers begin with 2 to 6 and are written in groups of four to six; numbers of all sorts in a row are none. */
    private boolean holdsCardFrom(int group) {
        int start = groups.get(group);
        for (int g = group; g < groups.size(); g++) {
            int end = g + 1 < groups.size() ? groups.get(g + 1) : digits.length();
            boolean one = g == group;
            if (end - start > MOST || end - groups.get(g) < SHORTEST_GROUP) {
                return false;
            }
            boolean likely = one || digits.charAt(start) >= '2' && digits.charAt(start) <= '6';
            if (end - start >= FEWEST && likely && isValid(start, end)) {
                return true;
            }
        }
        return false;
    }

    private boolean isValid(int start, int end) {
        int sum = 0;
        for (int i = end - 1; i >= start; i--) {
            int digit = digits.charAt(i) - '0';
            int counted = (end - 1 - i) % 2 == 0 ? digit : digit * 2;
            sum += counted > 9 ? counted - 9 : counted;
        }
        return sum % 10 == 0;
    }
}
