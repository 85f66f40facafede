package io.ticketsafe.gateway;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.ServiceContext;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Serves the REST API on as many event loops as configured. One per process: its event loops share the counts. */
public final class GatewayVerticle extends VerticleBase {
    private final ServiceContext services;
    private final GatewayConfig config;
    private volatile int port;
    private volatile int tlsPort;

    public GatewayVerticle(ServiceContext services, GatewayConfig config) {
        this.services = requireNonNull(services);
        this.config = requireNonNull(config);
    }

    /** The first listener finds the port where the system may choose one; the others share it. */
    @Override
    public Future<?> start() {
        return vertx.executeBlocking(() -> GatewayParts.load(services, config)).compose(parts -> {
            HttpListener first =
                    new HttpListener(parts, config.port(), config.tls().port());
            return vertx.deployVerticle(first).compose(id -> {
                port = first.plainPort();
                tlsPort = first.tlsPort();
                int others = config.instances() - 1;
                return others == 0
                        ? Future.succeededFuture(id)
                        : vertx.deployVerticle(
                                () -> new HttpListener(parts, port, tlsPort),
                                new DeploymentOptions().setInstances(others));
            });
        });
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
