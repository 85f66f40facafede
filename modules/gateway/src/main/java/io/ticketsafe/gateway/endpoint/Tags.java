package io.ticketsafe.gateway.endpoint;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/** Entity tags (RFC 9110, 8.8.3). */
final class Tags {
    private Tags() {}

    /** Whether the caller of a GET already has what this tag stands for; compared weakly. */
    static boolean isCurrent(HttpServerRequest request, String tag) {
        String known = request.headers().get(HttpHeaders.IF_NONE_MATCH);
        if (known == null || !(request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD)) {
            return false;
        }
        if (known.equals(tag) || known.strip().equals("*")) {
            return true;
        }
        for (String candidate : known.split(",")) {
            String stripped = candidate.strip();
            if (stripped.equals(tag)
                    || stripped.startsWith("W/") && stripped.substring(2).equals(tag)) {
                return true;
            }
        }
        return false;
    }
}
