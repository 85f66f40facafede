package io.ticketsafe.app.trace;

import io.ticketsafe.common.config.Limits;
import java.net.URI;
import java.nio.file.Path;

/**
 * Traces by OpenTelemetry, sent as OTLP over HTTP.
 *
 * @param enabled absent: no; then nothing of it runs
 * @param endpoint of the collector, with the path
 * @param ratio of traces that are recorded, 0 to 1; the same in all processes, or traces have holes
 * @param headersFile lines {@code name: value} that are sent along, such as a key of the collector; may be null
 */
public record TracingConfig(Boolean enabled, URI endpoint, Double ratio, Path headersFile) {
    public TracingConfig {
        enabled = Limits.orDefault(enabled, false);
        endpoint = Limits.orDefault(endpoint, URI.create("http://127.0.0.1:4318/v1/traces"));
        ratio = Limits.orDefault(ratio, 0.01);
        if (endpoint.getHost() == null
                || !("http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme()))) {
            throw new IllegalArgumentException(
                    "endpoint must be an http or https URL with a path, such as" + " http://collector:4318/v1/traces");
        }
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new IllegalArgumentException("ratio must be from 0 to 1");
        }
    }
}
