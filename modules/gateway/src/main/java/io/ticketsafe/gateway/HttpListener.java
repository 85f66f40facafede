package io.ticketsafe.gateway;

import io.ticketsafe.common.tls.Identity;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.gateway.http.Answer;
import io.ticketsafe.gateway.http.Pipeline;
import io.ticketsafe.gateway.live.Loop;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.ServerSSLOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Serves the REST API on one event loop. */
final class HttpListener extends VerticleBase {
    private static final int MOST_HEADER_BYTES = 16 * 1024;
    private static final int LONGEST_LINE = 8 * 1024;
    private static final int MOST_STREAMS = 250;

    private static final int ACCEPT_BACKLOG = 4096;

    private final GatewayParts parts;
    private final List<HttpServer> servers = new ArrayList<>();
    private Loop loop;
    private ServerSSLOptions tlsOptions;

    HttpListener(GatewayParts parts) {
        this.parts = parts;
    }

    @Override
    public Future<?> start() {
        GatewayConfig config = parts.config();
        loop = parts.loop();
        Pipeline pipeline = parts.pipeline(loop);
        Future<?> listening = Future.succeededFuture();
        if (config.plain()) {
            listening = listen(options().setPort(shared(config.port(), parts.anyPort())), pipeline);
        }
        if (config.tls().isOn()) {
            HttpServerOptions tls = options()
                    .setPort(shared(config.tls().port(), parts.anyTlsPort()))
                    .setSsl(true)
                    .setUseAlpn(true)
                    .setKeyCertOptions(parts.certificates().current().options());
            tlsOptions = tls.getSslOptions();
            listening = listening.compose(plain -> listen(tls, pipeline));
        }
        return listening;
    }

    /** New connections are refused at once; requests under way are answered, and streams end. */
    @Override
    public Future<?> stop() {
        loop.close();
        long patienceMs = parts.config().stopTimeout().toMillis();
        return Future.join(servers.stream()
                .map(server -> server.shutdown(patienceMs, TimeUnit.MILLISECONDS))
                .toList());
    }

    /** 0 when HTTP is off. */
    int plainPort() {
        return parts.config().plain() ? servers.get(0).actualPort() : 0;
    }

    /** 0 when HTTPS is off. */
    int tlsPort() {
        return parts.config().tls().isOn() ? servers.get(servers.size() - 1).actualPort() : 0;
    }

    /** For connections that are made from now on, to all listeners of the port; fails, and changes nothing, where it cannot be used. */
    Future<?> show(Identity identity) {
        return servers.get(servers.size() - 1)
                .updateSSLOptions(tlsOptions.copy().setKeyCertOptions(identity.options()));
    }

    private Future<?> listen(HttpServerOptions options, Pipeline pipeline) {
        HttpServer server =
                vertx.createHttpServer(options).requestHandler(pipeline).invalidRequestHandler(this::refuse);
        return server.listen()
                .onSuccess(servers::add)
                .recover(failure -> Future.failedFuture(new IllegalStateException(
                        "cannot listen on " + options.getHost() + ":" + options.getPort() + ": " + failure.getMessage(),
                        failure)));
    }

    /** A port that the system chooses must be the same for all instances; Vert.x shares negative ones. */
    private static int shared(int port, int any) {
        return port == 0 ? any : port;
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setHost(parts.config().host())
                .setAcceptBacklog(ACCEPT_BACKLOG)
                .setTcpNoDelay(true)
                .setReuseAddress(true)
                .setIdleTimeout((int) parts.config().idleTimeout().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setHandle100ContinueAutomatically(false)
                .setCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setMaxHeaderSize(MOST_HEADER_BYTES)
                .setMaxInitialLineLength(LONGEST_LINE)
                .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(MOST_STREAMS));
    }

    /** What is no HTTP, or has a line or headers that are too long. */
    private void refuse(HttpServerRequest request) {
        Answer answer = parts.problems()
                .answer(
                        ServiceFault.invalid("", "This is no valid HTTP request, or its line or headers are too long."),
                        null,
                        false);
        request.response()
                .setStatusCode(answer.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end(answer.body())
                .eventually(() -> request.connection().close());
    }
}
