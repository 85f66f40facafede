package io.ticketsafe.tickets.order;

/** Texts that people and machines write. Control characters and halves of surrogate pairs are none, and PostgreSQL cannot keep them all. */
public final class Texts {
    private Texts() {}

    public static boolean isOneLine(String text) {
        return text.codePoints().noneMatch(Texts::isForbidden);
    }

    /** With line breaks and tabs. */
    public static boolean isText(String text) {
        return text.codePoints().noneMatch(c -> isForbidden(c) && c != '\n' && c != '\r' && c != '\t');
    }

    private static boolean isForbidden(int c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE;
    }
}
