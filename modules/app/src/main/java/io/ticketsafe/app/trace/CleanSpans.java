package io.ticketsafe.app.trace;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/** Sends spans without what they should not tell, and says once that the collector does not take them, and once that it does again. */
final class CleanSpans implements SpanExporter {
    private static final org.slf4j.Logger log = LoggerFactory.getLogger(CleanSpans.class);

    /** Says so to standard error by itself, and again and again; held, or the level would be forgotten. */
    private static final Logger LIBRARY = Logger.getLogger("io.opentelemetry");

    private final SpanExporter collector;
    private final URI endpoint;
    private final AtomicBoolean failing = new AtomicBoolean();

    CleanSpans(SpanExporter collector, URI endpoint) {
        this.collector = collector;
        this.endpoint = endpoint;
        LIBRARY.setLevel(Level.OFF);
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode sent =
                collector.export(spans.stream().<SpanData>map(CleanSpan::new).toList());
        sent.whenComplete(() -> tell(sent));
        return sent;
    }

    private void tell(CompletableResultCode sent) {
        boolean failed = !sent.isSuccess();
        if (failing.compareAndSet(!failed, failed)) {
            if (failed) {
                log.atWarn()
                        .addKeyValue("server", endpoint.getAuthority())
                        .addKeyValue("reason", String.valueOf(sent.getFailureThrowable()))
                        .log("traces cannot be sent; those of the meantime are lost");
            } else {
                log.atInfo().addKeyValue("server", endpoint.getAuthority()).log("traces can be sent again");
            }
        }
    }

    @Override
    public CompletableResultCode flush() {
        return collector.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return collector.shutdown();
    }
}
