package io.ticketsafe.tickets.inventory;

/** The letters of seats as the public sees them. */
public final class SeatLetters {
    private SeatLetters() {}

    /** Of a section's text in Redis: what is free for a channel only is blocked for all others. */
    public static String forAll(String text) {
        char[] letters = text.toCharArray();
        for (int i = 0; i < letters.length; i++) {
            letters[i] = forAll(letters[i]);
        }
        return new String(letters);
    }

    private static char forAll(char letter) {
        return switch (letter) {
            case 'f', 'F' -> 'f';
            case 'h', 'H' -> 'h';
            case 'c', 'C' -> 'c';
            case 's', 'S' -> 's';
            case '|' -> letter;
            default -> 'b';
        };
    }
}
