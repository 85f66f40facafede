package io.ticketsafe.gateway.endpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.ticketsafe.contract.Json;
import io.ticketsafe.contract.Nothing;
import io.ticketsafe.gateway.http.Answer;
import io.ticketsafe.gateway.http.Exchange;
import io.ticketsafe.gateway.http.Headers;
import io.ticketsafe.gateway.openapi.RouteSpec;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Makes answers of the replies of one route's operation: JSON, with ETag, Location and Link where they belong. */
final class Replies {
    private static final String CURSOR = "cursor=";

    private final RouteSpec spec;
    private final ObjectWriter writer;
    private final RecordMember version;
    private final RecordMember nextCursor;
    private final RecordMember locationMember;
    private final String locationPrefix;

    Replies(RouteSpec spec) {
        this.spec = spec;
        Class<?> type = spec.operation().replyType();
        this.writer = Json.MAPPER.writerFor(type);
        this.version = spec.versioned() ? RecordMember.of(type, "version").orElseThrow() : null;
        this.nextCursor = RecordMember.of(type, "nextCursor").orElse(null);
        if (spec.location() == null) {
            this.locationMember = null;
            this.locationPrefix = null;
        } else {
            int brace = spec.location().indexOf('{');
            this.locationPrefix = spec.location().substring(0, brace);
            String name = spec.location().substring(brace + 1, spec.location().length() - 1);
            this.locationMember = RecordMember.of(type, name).orElseThrow();
        }
    }

    Answer answer(Exchange exchange, Object reply) {
        return answer(exchange, reply, spec.successStatus());
    }

    Answer answer(Exchange exchange, Object reply, int status) {
        if (reply instanceof Nothing) {
            return Answer.empty(status).cached(Headers.NO_STORE);
        }
        Answer answer = Answer.json(status, json(reply)).cached(cacheControl(exchange));
        if (locationMember != null) {
            answer.with(HttpHeaders.LOCATION, locationPrefix + locationMember.text(reply));
        }
        String cursor = nextCursor == null ? null : nextCursor.text(reply);
        if (cursor != null) {
            answer.with(Headers.LINK, "<" + nextPage(exchange.request(), cursor) + ">; rel=\"next\"");
        }
        if (version == null) {
            return answer;
        }
        String tag = '"' + version.text(reply) + '"';
        answer.with(HttpHeaders.ETAG, tag);
        return Tags.isCurrent(exchange.request(), tag) ? answer.notModified() : answer;
    }

    byte[] json(Object reply) {
        try {
            return writer.writeValueAsBytes(reply);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What only its caller may see is stored nowhere; what everybody may see is asked for again each time. */
    private CharSequence cacheControl(Exchange exchange) {
        if (spec.cache() != null) {
            return spec.cache();
        }
        if (spec.access() == RouteSpec.Access.TOKEN_REQUIRED || !spec.method().equals("GET")) {
            return Headers.NO_STORE;
        }
        return exchange.caller().id() == null ? Headers.NO_CACHE : Headers.PRIVATE_NO_CACHE;
    }

    private static String nextPage(HttpServerRequest request, String cursor) {
        StringBuilder link = new StringBuilder(request.path()).append('?');
        String query = request.query() == null ? "" : request.query();
        for (String parameter : query.split("&")) {
            if (!parameter.isEmpty() && !parameter.startsWith(CURSOR)) {
                link.append(parameter).append('&');
            }
        }
        return link.append(CURSOR)
                .append(URLEncoder.encode(cursor, StandardCharsets.UTF_8))
                .toString();
    }
}
