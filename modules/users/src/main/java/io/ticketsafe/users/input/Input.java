package io.ticketsafe.users.input;

import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.ServiceFault.Violation;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks one request's members and collects what is wrong with them, so that one answer names everything. Lengths are
 * counted in Unicode code points.
 */
public final class Input {
    private static final int LONGEST_NAME = 200;
    private static final int SHORTEST_PASSWORD = 8;
    private static final int LONGEST_PASSWORD = 200;

    private final List<Violation> violations = new ArrayList<>();

    /** The name without blanks around it, in form NFC; any script, emoji and quotes, but no control characters. */
    public String name(String pointer, String value) {
        if (!isPresent(pointer, value)) {
            return null;
        }
        String name = Normalizer.normalize(value.strip(), Normalizer.Form.NFC);
        int length = length(name);
        if (length < 1 || length > LONGEST_NAME) {
            refuse(pointer, "A name has 1 to " + LONGEST_NAME + " characters.");
        } else if (!isPrintable(name)) {
            refuse(pointer, "A name has no control characters.");
        }
        return name;
    }

    public EmailAddress email(String pointer, String value) {
        if (!isPresent(pointer, value)) {
            return null;
        }
        return EmailAddress.parse(value).orElseGet(() -> {
            refuse(pointer, "This is no e-mail address of at most " + EmailAddress.LONGEST + " characters.");
            return null;
        });
    }

    /** A password to be set: any characters, 8 to 200 of them. */
    public String newPassword(String pointer, String value) {
        if (isPresent(pointer, value)) {
            int length = length(value);
            if (length < SHORTEST_PASSWORD || length > LONGEST_PASSWORD) {
                refuse(pointer, "A password has " + SHORTEST_PASSWORD + " to " + LONGEST_PASSWORD + " characters.");
            }
        }
        return value;
    }

    /** A password to be compared; shorter ones are merely wrong, longer ones are not worth the work. */
    public String password(String pointer, String value) {
        return atMost(pointer, value, LONGEST_PASSWORD);
    }

    public String atMost(String pointer, String value, int longest) {
        if (isPresent(pointer, value) && length(value) > longest) {
            refuse(pointer, "This has at most " + longest + " characters.");
        }
        return value;
    }

    public <T> T present(String pointer, T value) {
        isPresent(pointer, value);
        return value;
    }

    public void refuse(String pointer, String detail) {
        violations.add(new Violation(pointer, detail));
    }

    /** Throws VALIDATION with all that was refused. */
    public void check() {
        if (!violations.isEmpty()) {
            throw ServiceFault.invalid(violations);
        }
    }

    private boolean isPresent(String pointer, Object value) {
        if (value == null) {
            refuse(pointer, "This member is required.");
        }
        return value != null;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static boolean isPrintable(String text) {
        return text.codePoints().noneMatch(point -> switch (Character.getType(point)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> false;
        });
    }
}
