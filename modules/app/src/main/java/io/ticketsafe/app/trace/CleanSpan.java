package io.ticketsafe.app.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A span with the attributes that are known to be harmless: no address of a client, no query of a URL, no message of an exception.
 * A URL's path stays, for it holds ids at most.
 */
final class CleanSpan extends DelegatingSpanData {
    private static final Set<String> HARMLESS = Set.of(
            "db.namespace",
            "db.operation.name",
            "db.query.text",
            "db.query.summary",
            "db.statement",
            "db.system",
            "db.system.name",
            "error.type",
            "http.method",
            "http.request.method",
            "http.response.status_code",
            "http.status_code",
            "message_bus.destination",
            "messaging.destination.name",
            "messaging.operation",
            "messaging.system",
            "peer.service",
            "server.address",
            "server.port",
            "url.path",
            "url.scheme");

    private static final Set<String> URLS = Set.of("http.url", "url.full", "http.target");
    private static final Pattern QUERY = Pattern.compile("[?#].*");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
    private static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("messaging.destination.name");
    private static final AttributeKey<String> SQL = AttributeKey.stringKey("db.query.text");
    private static final Pattern AFTER_VERB = Pattern.compile("\\s.*", Pattern.DOTALL);
    private static final Pattern BEFORE_PATH = Pattern.compile("^[a-z]+://[^/]*");

    private final Attributes attributes;

    CleanSpan(SpanData span) {
        super(span);
        this.attributes = cleaned(span.getAttributes());
    }

    /** Requests are told apart by their route, messages by where they go, statements by their verb; not by the way alone. */
    @Override
    public String getName() {
        String name = super.getName();
        String path = attributes.get(PATH);
        String destination = attributes.get(DESTINATION);
        String sql = attributes.get(SQL);
        if (path != null) {
            return name + " " + ID.matcher(path).replaceAll("{id}");
        } else if (destination != null && !name.equals(destination)) {
            return name + " " + destination;
        }
        return sql == null ? name : AFTER_VERB.matcher(sql).replaceFirst("");
    }

    @Override
    public Attributes getAttributes() {
        return attributes;
    }

    @Override
    public int getTotalAttributeCount() {
        return attributes.size();
    }

    @Override
    public StatusData getStatus() {
        return super.getStatus().getStatusCode() == StatusCode.ERROR ? StatusData.error() : super.getStatus();
    }

    @Override
    public List<EventData> getEvents() {
        return List.of();
    }

    @SuppressWarnings("unchecked")
    private static Attributes cleaned(Attributes all) {
        AttributesBuilder kept = Attributes.builder();
        all.forEach((key, value) -> {
            if (HARMLESS.contains(key.getKey())) {
                kept.put((AttributeKey<Object>) key, value);
            } else if (URLS.contains(key.getKey())) {
                String path = BEFORE_PATH
                        .matcher(QUERY.matcher(value.toString()).replaceAll(""))
                        .replaceAll("");
                kept.put(PATH, path);
            }
        });
        return kept.build();
    }
}
