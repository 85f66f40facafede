package io.ticketsafe.gateway.schema;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/** The formats of text that the contract names. */
final class Formats {
    private static final int UUID_LENGTH = 36;
    private static final int SHORTEST_TIME = "2026-01-01T00:00:00Z".length();
    private static final int LONGEST_TIME = 40;

    private Formats() {}

    /** Null when the text has the format, else what it must be. */
    static String mismatch(String format, String text) {
        return switch (format) {
            case "uuid" -> isUuid(text) ? null : "This must be an id (UUID).";
            case "date-time" ->
                isTime(text) ? null : "This must be a time with its offset (RFC 3339), such as 2030-05-01T20:00:00Z.";
            case "email" -> isEmail(text) ? null : "This must be an e-mail address.";
            case "uri" -> isUri(text) ? null : "This must be a URL.";
            default -> throw new IllegalStateException("format " + format + " is not known here");
        };
    }

    static boolean isUuid(String text) {
        if (text.length() != UUID_LENGTH) {
            return false;
        }
        for (int i = 0; i < UUID_LENGTH; i++) {
            char c = text.charAt(i);
            boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
            if (hyphen ? c != '-' : Character.digit(c, 16) < 0 || c > 'f') {
                return false;
            }
        }
        return true;
    }

    private static boolean isTime(String text) {
        if (text.length() < SHORTEST_TIME
                || text.length() > LONGEST_TIME
                || text.charAt(4) != '-'
                || text.charAt(16) != ':') {
            return false;
        }
        try {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from) != null;
        } catch (DateTimeException notATime) {
            return false;
        }
    }

    /** One {@code @} between a name and a dotted domain; whether it exists, only a mail can tell. */
    private static boolean isEmail(String text) {
        int at = text.indexOf('@');
        if (at < 1 || at > 64 || at != text.lastIndexOf('@') || at == text.length() - 1) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == 127 || Character.isWhitespace(c) || "\"(),:;<>[\\]".indexOf(c) >= 0) {
                return false;
            }
        }
        String domain = text.substring(at + 1);
        return !text.contains("..") && !text.startsWith(".") && text.charAt(at - 1) != '.' && isDomain(domain);
    }

    private static boolean isDomain(String domain) {
        return domain.indexOf('.') > 0 && !domain.startsWith(".") && !domain.endsWith(".") && !domain.startsWith("-");
    }

    private static boolean isUri(String text) {
        try {
            URI uri = new URI(text);
            return uri.isAbsolute() && uri.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
