package io.ticketsafe.app.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;

/** The trace that this thread works in, for log lines. */
public final class TraceIds {
    private static volatile boolean shown;

    private TraceIds() {}

    /** From now on there are some. */
    static void show() {
        shown = true;
    }

    /** Null outside of a trace, and where nothing is traced. */
    public static Ids current() {
        if (!shown) {
            return null;
        }
        SpanContext span = Span.current().getSpanContext();
        return span.isValid() ? new Ids(span.getTraceId(), span.getSpanId()) : null;
    }

    /** In hexadecimal digits, as in a {@code traceparent}. */
    public record Ids(String trace, String span) {}
}
