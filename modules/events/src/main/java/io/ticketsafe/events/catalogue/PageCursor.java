package io.ticketsafe.events.catalogue;

import io.ticketsafe.contract.ServiceFault;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a page ended: the last event's place in the order of the list. Opaque to callers.
 *
 * @param startsAtMs milliseconds since 1970
 */
record PageCursor(long startsAtMs, UUID eventId) {
    private static final int LONGEST = 200;
    private static final Pattern FORM = Pattern.compile("(-?\\d{1,16})/([0-9a-f-]{36})");

    String encode() {
        byte[] text = (startsAtMs + "/" + eventId).getBytes(StandardCharsets.US_ASCII);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }

    /** VALIDATION for what no page has answered; null for null. */
    static PageCursor decode(String cursor) {
        if (cursor == null) {
            return null;
        }
        try {
            if (cursor.length() <= LONGEST) {
                byte[] bytes = Base64.getUrlDecoder().decode(cursor);
                Matcher form = FORM.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
                if (form.matches()) {
                    return new PageCursor(Long.parseLong(form.group(1)), UUID.fromString(form.group(2)));
                }
            }
        } catch (IllegalArgumentException malformed) {
            throw refused();
        }
        throw refused();
    }

    private static ServiceFault refused() {
        return ServiceFault.invalid("query/cursor", "This is no cursor of this list.");
    }
}
