package io.ticketsafe.gateway.http;

import io.netty.util.AsciiString;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What goes back: status, body and the headers that belong to them. Those of every answer are added when it is sent. */
public final class Answer {
    private static final Buffer EMPTY = Buffer.buffer(0);

    private final int status;
    private final CharSequence contentType;
    private final Buffer body;
    private final List<CharSequence> headers = new ArrayList<>(4);

    private Consumer<HttpServerRequest> stream;
    private Runnable unsent;

    private Answer(int status, CharSequence contentType, Buffer body) {
        this.status = status;
        this.contentType = contentType;
        this.body = body;
    }

    public static Answer of(int status, CharSequence contentType, Buffer body) {
        return new Answer(status, contentType, body);
    }

    public static Answer json(int status, byte[] body) {
        return new Answer(status, Headers.JSON, Buffer.buffer(body));
    }

    /**
     * An answer without an end of its own.
     *
     * @param stream told when the head may go, to write what there is and end the response some time
     * @param unsent told instead when the caller has gone, or asked for the head only
     */
    public static Answer stream(CharSequence contentType, Consumer<HttpServerRequest> stream, Runnable unsent) {
        Answer answer = new Answer(200, contentType, EMPTY);
        answer.stream = stream;
        answer.unsent = unsent;
        return answer;
    }

    public static Answer empty(int status) {
        return new Answer(status, null, EMPTY);
    }

    /** 304 (RFC 9110): no body, but the validators of the full answer. */
    public Answer notModified() {
        Answer bare = empty(304);
        bare.headers.addAll(headers);
        return bare;
    }

    public Answer with(CharSequence name, CharSequence value) {
        headers.add(name);
        headers.add(value);
        return this;
    }

    public Answer cached(CharSequence cacheControl) {
        return with(HttpHeaders.CACHE_CONTROL, cacheControl);
    }

    public int status() {
        return status;
    }

    CharSequence contentType() {
        return contentType;
    }

    public Buffer body() {
        return body;
    }

    boolean isStream() {
        return stream != null;
    }

    void begin(HttpServerRequest request) {
        stream.accept(request);
    }

    void forget() {
        if (unsent != null) {
            unsent.run();
        }
    }

    /** Value of one of its own headers, or null. */
    public String header(CharSequence name) {
        for (int i = 0; i < headers.size(); i += 2) {
            if (AsciiString.contentEqualsIgnoreCase(headers.get(i), name)) {
                return headers.get(i + 1).toString();
            }
        }
        return null;
    }

    /** Names and values in turn. */
    List<CharSequence> headers() {
        return headers;
    }
}
