package io.ticketsafe.common.trace;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingPolicy;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Spans for what Vert.x does not trace by itself. Only within a trace: what happens of its own accord makes none. Where there is no
 * tracer, nothing is done but the work.
 */
public final class Spans {
    private static final TagExtractor<Span> TAGS = new TagExtractor<>() {
        @Override
        public int len(Span span) {
            return 1;
        }

        @Override
        public String name(Span span, int index) {
            return span.tag();
        }

        @Override
        public String value(Span span, int index) {
            return span.value();
        }
    };

    private static final String TRACEPARENT = "traceparent";

    private Spans() {}

    private record Span(String tag, String value) {}

    /** Whether anything is traced here at all. Does not change while the process runs. */
    public static boolean areMade(Vertx vertx) {
        return vertx instanceof VertxInternal internal && internal.tracer() != null;
    }

    /**
     * A wait for a store. Whatever thread the answer comes on, it is given on the caller's context, so that what follows is in the
     * same trace.
     *
     * @param name such as {@code hold.lua} or {@code find sales}; without data
     */
    public static <T> Future<T> ofStore(String system, String name, Supplier<Future<T>> work) {
        return waiting("db.system", system, name, work);
    }

    /** The same for somebody who is paid, or pays. */
    public static <T> Future<T> ofProvider(String provider, String name, Supplier<Future<T>> work) {
        return waiting("peer.service", provider, name, work);
    }

    private static <T> Future<T> waiting(String tag, String value, String name, Supplier<Future<T>> work) {
        ContextInternal context = ContextInternal.current();
        VertxTracer<?, ?> tracer = context == null ? null : context.tracer();
        return tracer == null ? work.get() : asked(tracer, context, name, new Span(tag, value), new HashMap<>(), work);
    }

    /** A question that is answered in this process without a message: the two spans that a message would have. */
    public static <T> Future<T> ofQuestion(String address, Supplier<Future<T>> work) {
        ContextInternal context = ContextInternal.current();
        VertxTracer<?, ?> tracer = context == null ? null : context.tracer();
        if (tracer == null) {
            return work.get();
        }
        Span span = new Span("messaging.destination.name", address);
        Map<String, String> headers = new HashMap<>();
        return asked(
                tracer,
                context,
                address,
                span,
                headers,
                () -> answered(tracer, context, SpanKind.RPC, span, headers, work));
    }

    /** The trace that a message belongs to which is sent later, by somebody else; null when there is none. */
    public static String handingOver(String message) {
        ContextInternal context = ContextInternal.current();
        VertxTracer<?, ?> tracer = context == null ? null : context.tracer();
        return tracer == null ? null : handedOver(tracer, context, new Span("messaging.destination.name", message));
    }

    private static <O> String handedOver(VertxTracer<?, O> tracer, ContextInternal context, Span span) {
        Map<String, String> headers = new HashMap<>();
        O sending = tracer.sendRequest(
                context, SpanKind.MESSAGING, TracingPolicy.PROPAGATE, span, span.value(), headers::put, TAGS);
        tracer.receiveResponse(context, null, sending, null, TagExtractor.empty());
        return headers.get(TRACEPARENT);
    }

    /** What is done with such a message. @param trace as from {@link #handingOver}; may be null */
    public static <T> Future<T> ofDelivery(String consumer, String trace, Supplier<Future<T>> work) {
        ContextInternal context = ContextInternal.current();
        VertxTracer<?, ?> tracer = context == null ? null : context.tracer();
        return tracer == null || trace == null
                ? work.get()
                : answered(
                        tracer,
                        context,
                        SpanKind.MESSAGING,
                        new Span("messaging.destination.name", consumer),
                        Map.of(TRACEPARENT, trace),
                        work);
    }

    private static <O, T> Future<T> asked(
            VertxTracer<?, O> tracer,
            ContextInternal context,
            String name,
            Span span,
            Map<String, String> headers,
            Supplier<Future<T>> work) {
        O asking = tracer.sendRequest(context, SpanKind.RPC, TracingPolicy.PROPAGATE, span, name, headers::put, TAGS);
        Promise<T> promise = context.promise();
        begun(work).onComplete((reply, failure) -> {
            tracer.receiveResponse(context, reply, asking, failure, TagExtractor.empty());
            promise.complete(reply, failure);
        });
        return promise.future();
    }

    private static <I, T> Future<T> answered(
            VertxTracer<I, ?> tracer,
            ContextInternal asker,
            SpanKind kind,
            Span span,
            Map<String, String> headers,
            Supplier<Future<T>> work) {
        ContextInternal context = asker.duplicate();
        Promise<T> promise = context.promise();
        context.dispatch(() -> {
            I answering = tracer.receiveRequest(
                    context, kind, TracingPolicy.PROPAGATE, span, span.value(), headers.entrySet(), TAGS);
            begun(work).onComplete((reply, failure) -> {
                tracer.sendResponse(context, reply, answering, failure, TagExtractor.empty());
                promise.complete(reply, failure);
            });
        });
        return promise.future();
    }

    private static <T> Future<T> begun(Supplier<Future<T>> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }
}
