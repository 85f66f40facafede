package io.ticketsafe.gateway.http;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.privacy.CardNumbers;
import io.vertx.core.http.HttpServerRequest;

/** The name that a request has in every answer and log line. */
final class RequestIds {
    private static final int LONGEST = 128;
    private static final int TRACEPARENT_LENGTH = 55;
    private static final String SAFE_MARKS = "._:/+=@-";

    private RequestIds() {}

    /** The caller's, if it is harmless in headers and logs, else a new one. */
    static String of(HttpServerRequest request) {
        String given = request.headers().get(Headers.X_REQUEST_ID);
        return given != null && isSafe(given) && !CardNumbers.isIn(given)
                ? given
                : Ids.next().toString();
    }

    private static boolean isSafe(String id) {
        if (id.isEmpty() || id.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            if (!isLetterOrDigit(id.charAt(i)) && SAFE_MARKS.indexOf(id.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether this is a W3C trace context of version 00: {@code 00-<32 hex>-<16 hex>-<2 hex>}. */
    static boolean isTraceparent(String value) {
        if (value.length() != TRACEPARENT_LENGTH || !value.startsWith("00-")) {
            return false;
        }
        for (int i = 3; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean hyphen = i == 35 || i == 52;
            if (hyphen ? c != '-' : !(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
