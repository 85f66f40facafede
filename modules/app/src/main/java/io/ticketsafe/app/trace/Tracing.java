package io.ticketsafe.app.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.spi.VertxTracerFactory;
import io.vertx.tracing.opentelemetry.OpenTelemetryTracingFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** OpenTelemetry as this process uses it; made only when traces are wanted. */
public final class Tracing {
    private static final Duration LONGEST_EXPORT = Duration.ofSeconds(5);
    private static final Duration EXPORT_EVERY = Duration.ofSeconds(2);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(2);
    private static final int MOST_WAITING = 4_096;
    private static final SpanLimits LIMITS = SpanLimits.builder()
            .setMaxNumberOfAttributes(32)
            .setMaxAttributeValueLength(1_000)
            .setMaxNumberOfEvents(4)
            .setMaxNumberOfLinks(8)
            .build();

    private final OpenTelemetrySdk sdk;

    private Tracing(OpenTelemetrySdk sdk) {
        this.sdk = sdk;
    }

    /**
     * Fails with a ConfigException that says what is wrong with the settings.
     *
     * @param node name of this process, as in its log lines
     */
    public static Tracing open(TracingConfig config, String node, String version) {
        OtlpHttpSpanExporterBuilder collector = OtlpHttpSpanExporter.builder()
                .setEndpoint(config.endpoint().toString())
                .setTimeout(LONGEST_EXPORT)
                .setConnectTimeout(LONGEST_EXPORT);
        CollectorHeaders.read(config.headersFile()).forEach(collector::addHeader);
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(resource(node, version))
                // By the trace's id alone, so that all processes agree, and what a client claims does not count.
                .setSampler(Sampler.traceIdRatioBased(config.ratio()))
                .setSpanLimits(LIMITS)
                .addSpanProcessor(BatchSpanProcessor.builder(new CleanSpans(collector.build(), config.endpoint()))
                        .setScheduleDelay(EXPORT_EVERY)
                        .setExporterTimeout(LONGEST_EXPORT)
                        .setMaxQueueSize(MOST_WAITING)
                        .build())
                .build();
        TraceIds.show();
        return new Tracing(OpenTelemetrySdk.builder()
                .setTracerProvider(provider)
                .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                .build());
    }

    private static Resource resource(String node, String version) {
        return Resource.create(Attributes.builder()
                .put("service.name", "ticketsafe")
                .put("service.version", version)
                .put("service.instance.id", node)
                .build());
    }

    public VertxTracerFactory factory() {
        return new OpenTelemetryTracingFactory(sdk);
    }

    /** Sends what is left, for no longer than two seconds. */
    public Future<Void> close() {
        Promise<Void> closed = Promise.promise();
        sdk.getSdkTracerProvider().shutdown().whenComplete(closed::tryComplete);
        return closed.future()
                .timeout(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS)
                .otherwiseEmpty();
    }
}
