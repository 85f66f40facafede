package io.ticketsafe.events.input;

/**
 * Checks texts that people write. Every script, emoji and quote is welcome; lengths count code points. Control
 * characters and halves of surrogate pairs are not text, and some stores cannot keep them.
 */
public final class Texts {
    public static final int LONGEST_NAME = 200;

    private Texts() {}

    /** A name or title: one line, not blank. */
    public static void name(Violations violations, String pointer, String text) {
        if (text == null) {
            violations.add(pointer, "This member is required.");
        } else if (text.isBlank() || isLonger(text, LONGEST_NAME)) {
            violations.add(pointer, "This must have 1 to " + LONGEST_NAME + " characters, not only blanks.");
        } else if (hasForbidden(text, false)) {
            violations.add(pointer, "Control characters are not allowed here.");
        }
    }

    /** A text of several lines, or none at all. */
    public static void optionalLines(Violations violations, String pointer, String text, int longest) {
        if (text == null) {
            return;
        }
        if (isLonger(text, longest)) {
            violations.add(pointer, "This must have at most " + longest + " characters.");
        } else if (hasForbidden(text, true)) {
            violations.add(pointer, "Control characters other than line breaks and tabs are not allowed here.");
        }
    }

    public static boolean hasLoneSurrogate(String text) {
        return text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE);
    }

    private static boolean isLonger(String text, int longest) {
        return text.length() > longest && text.codePointCount(0, text.length()) > longest;
    }

    private static boolean hasForbidden(String text, boolean linesAllowed) {
        return hasLoneSurrogate(text)
                || text.chars()
                        .anyMatch(c ->
                                Character.isISOControl(c) && !(linesAllowed && (c == '\n' || c == '\r' || c == '\t')));
    }
}
