package io.ticketsafe.gateway;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.ServiceContext;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.TimeUnit;

/** Serves the REST API. */
public final class GatewayVerticle extends VerticleBase {
    private final ServiceContext services;
    private final GatewayConfig config;
    private HttpServer server;

    public GatewayVerticle(ServiceContext services, GatewayConfig config) {
        this.services = requireNonNull(services);
        this.config = requireNonNull(config);
    }

    @Override
    public Future<?> start() {
        server = services.vertx()
                .createHttpServer(new HttpServerOptions().setHost(config.host()).setPort(config.port()))
                .requestHandler(request -> request.response().setStatusCode(501).end());
        return server.listen()
                .recover(failure -> Future.failedFuture(new IllegalStateException(
                        "cannot listen on " + config.host() + ":" + config.port() + ": " + failure.getMessage(),
                        failure)));
    }

    @Override
    public Future<?> stop() {
        return server == null
                ? Future.succeededFuture()
                : server.shutdown(config.stopTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The port that HTTP is served on, once started. */
    public int port() {
        return server.actualPort();
    }
}
