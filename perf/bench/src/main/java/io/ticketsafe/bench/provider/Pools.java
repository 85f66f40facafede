package io.ticketsafe.bench.provider;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Looks at the server's own metrics several times a second, and remembers the most that it saw. */
public final class Pools implements AutoCloseable {
    private static final long PAUSE_NANOS = 250_000_000;

    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpRequest metrics;
    private final Map<String, Double> most = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    public Pools(int managementPort) {
        metrics = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/metrics"))
                .build();
        Thread reader = new Thread(this::watch, "metrics");
        reader.setDaemon(true);
        reader.start();
    }

    /** The most of each since the last call: {@code pending of <pool>}, {@code in use of <pool>}, {@code calls <lane>}, {@code breaker}. */
    public Map<String, Double> most() {
        Map<String, Double> seen = Map.copyOf(most);
        most.clear();
        return seen;
    }

    @Override
    public void close() {
        stopped = true;
    }

    private void watch() {
        while (!stopped) {
            try {
                http.send(metrics, BodyHandlers.ofLines()).body().forEach(this::look);
            } catch (IOException e) {
                most.merge("metrics not read", 1.0, Double::sum);
            } catch (InterruptedException e) {
                return;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void look(String line) {
        keep(line, "vertx_pool_queue_pending", "pending of ", "pool_name");
        keep(line, "vertx_pool_in_use", "in use of ", "pool_name");
        keep(line, "ticketsafe_payments_provider_calls", "calls ", "lane");
        keep(line, "ticketsafe_payments_provider_breaker", "breaker ", "provider");
    }

    private void keep(String line, String metric, String what, String label) {
        int from = line.startsWith(metric + "{") ? line.indexOf(label + "=\"") : -1;
        if (from >= 0) {
            int begin = from + label.length() + 2;
            String name = what + line.substring(begin, line.indexOf('"', begin));
            most.merge(name, Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)), Math::max);
        }
    }
}
