package io.ticketsafe.gateway;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.ServiceContext;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Serves the REST API on as many event loops as configured. One per process: its event loops share the counts. */
public final class GatewayVerticle extends VerticleBase {
    private final ServiceContext services;
    private final GatewayConfig config;
    private volatile int port;
    private volatile int tlsPort;
    private Certificates certificates;

    public GatewayVerticle(ServiceContext services, GatewayConfig config) {
        this.services = requireNonNull(services);
        this.config = requireNonNull(config);
    }

    @Override
    public Future<?> start() {
        List<HttpListener> listeners = new CopyOnWriteArrayList<>();
        return vertx.executeBlocking(() -> GatewayParts.load(services, config))
                .compose(parts -> deploy(parts, listeners).onSuccess(id -> {
                    port = listeners.get(0).plainPort();
                    tlsPort = listeners.get(0).tlsPort();
                    certificates = parts.certificates();
                    if (certificates != null) {
                        certificates.watch(listeners.get(0)::show);
                    }
                }));
    }

    @Override
    public Future<?> stop() {
        return certificates == null ? Future.succeededFuture() : certificates.stop();
    }

    private Future<String> deploy(GatewayParts parts, List<HttpListener> listeners) {
        return vertx.deployVerticle(
                () -> {
                    HttpListener listener = new HttpListener(parts);
                    listeners.add(listener);
                    return listener;
                },
                new DeploymentOptions().setInstances(config.instances()));
    }

    /** The port that HTTP is served on, once started; 0 when it is off. */
    public int port() {
        return port;
    }

    /** The port that HTTPS is served on, once started; 0 when it is off. */
    public int tlsPort() {
        return tlsPort;
    }
}
