package io.ticketsafe.common.privacy;

import static io.ticketsafe.common.privacy.CardNumbers.FEWEST;
import static io.ticketsafe.common.privacy.CardNumbers.MOST;

import java.util.ArrayList;
import java.util.List;

/** Digits with nothing but separators between them, and where the separators are. */
final class DigitStretch {
    private static final int MOST_OF_PHONE = 15;
    private static final int SHORTEST_GROUP = 3;
    private static final int LENGTH_OF_TRAVEL_CARD = 15;
    private static final int LENGTH_OF_PHONE = 13;

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
        return !isTimeOrPhone(start, end) && isLuhnValid(start, end);
    }

    /**
     * One in ten of all numbers has a right check digit, so what clients write every day must be known to be none: the time since 1970
     * in milli-, micro- or nanoseconds begins with 1, with which only cards of 15 digits do (UATP); 13 digits from 55 on are a
     * Brazilian telephone number, and cards that begin so have 16.
     */
    private boolean isTimeOrPhone(int start, int end) {
        int length = end - start;
        char first = digits.charAt(start);
        return first == '1' && length != LENGTH_OF_TRAVEL_CARD
                || length == LENGTH_OF_PHONE && first == '5' && digits.charAt(start + 1) == '5';
    }

    private boolean isLuhnValid(int start, int end) {
        int sum = 0;
        for (int i = end - 1; i >= start; i--) {
            int digit = digits.charAt(i) - '0';
            int counted = (end - 1 - i) % 2 == 0 ? digit : digit * 2;
            sum += counted > 9 ? counted - 9 : counted;
        }
        return sum % 10 == 0;
    }
}
