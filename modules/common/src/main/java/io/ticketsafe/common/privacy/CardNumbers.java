package io.ticketsafe.common.privacy;

import java.util.regex.Pattern;

/**
 * Finds card numbers in text: 13 to 19 digits (ISO/IEC 7812-1) with a right check digit (annex B, Luhn), also with spaces or dashes
 * between. No card number is what belongs to a UUID, to a hash in hexadecimal digits, or to a telephone number with its {@code +}.
 */
public final class CardNumbers {
    static final int FEWEST = 13;
    static final int MOST = 19;
    static final int MOST_BETWEEN = 3;

    /** A hash has letters, too; so few of them only by a chance of 1 in 10,000. */
    private static final Pattern NAMES_OF_THINGS = Pattern.compile("(?<![0-9A-Za-z])(?:"
            + "[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"
            + "|(?=(?:[0-9]*+[a-fA-F]){4})[0-9a-fA-F]{32,}+"
            + ")(?![0-9A-Za-z])");

    private CardNumbers() {}

    /** One pass that remembers nothing; a closer look only at text with enough digits in a row. */
    public static boolean isIn(String text) {
        int length = text.length();
        if (length < FEWEST) {
            return false;
        }
        int digits = 0;
        int between = 0;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (isDigit(c)) {
                between = 0;
                if (++digits == FEWEST) {
                    return isInStretches(NAMES_OF_THINGS.matcher(text).replaceAll("x"));
                }
            } else if (digits > 0 && (++between > MOST_BETWEEN || !isSeparator(c))) {
                digits = 0;
                between = 0;
            }
        }
        return false;
    }

    /** The text, without its digits where it holds a card number. */
    public static String masked(String text) {
        return isIn(text) ? text.replaceAll("\\p{Nd}", "*") : text;
    }

    private static boolean isInStretches(String text) {
        DigitStretch stretch = new DigitStretch();
        int between = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isDigit(c)) {
                stretch.add(Character.digit(c, 10), between > 0, i > 0 && text.charAt(i - 1) == '+');
                between = 0;
            } else if (!stretch.isEmpty() && (++between > MOST_BETWEEN || !isSeparator(c))) {
                if (stretch.holdsCard()) {
                    return true;
                }
                stretch.clear();
                between = 0;
            }
        }
        return stretch.holdsCard();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9' || c > 127 && Character.isDigit(c);
    }

    /** Whatever looks like a space, a dash or nothing; line breaks part numbers. */
    private static boolean isSeparator(char c) {
        if (c < 128) {
            return c == ' ' || c == '-' || c == '\t';
        }
        return switch (Character.getType(c)) {
            case Character.SPACE_SEPARATOR, Character.DASH_PUNCTUATION, Character.FORMAT -> true;
            default -> c == '\u2212';
        };
    }
}
