package io.ticketsafe.gateway;

import static io.ticketsafe.gateway.GatewayHarness.send;
import static io.ticketsafe.gateway.RoutesIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.contract.events.EventOperations;
import io.ticketsafe.contract.events.EventOperations.Event;
import io.ticketsafe.contract.tickets.SaleOperations;
import io.ticketsafe.contract.tickets.SaleOperations.Availability;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SelfSignedCertificate;
import io.vertx.ext.web.client.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits, connections, start and stop. */
class ServerIT {
    private static final String EVENT = "/v1/events/" + Samples.ID;
    private static final int MIB = 1024 * 1024;

    @Test
    void refusesWhoComesTooOften() {
        try (GatewayHarness gateway =
                new GatewayHarness(Configs.with(new RateLimitConfig(true, 3, 5, 2, null, null, null)))) {
            for (int i = 2; i >= 0; i--) {
                HttpResponse<Buffer> response = send(gateway.request("GET", "/v1/events"));
                assertThat(response.getHeader("RateLimit")).startsWith("\"anonymous\";r=" + i + ";t=");
                assertThat(response.getHeader("RateLimit-Policy")).isEqualTo("\"anonymous\";q=3;w=60");
            }
            HttpResponse<Buffer> refused = send(gateway.request("GET", "/v1/events"));
            assertProblem(refused, 429, "RATE_LIMITED");
            assertThat(Integer.parseInt(refused.getHeader("Retry-After"))).isBetween(1, 20);
            assertThat(refused.getHeader("RateLimit")).startsWith("\"anonymous\";r=0;t=");

            // bad tokens, unknown paths and other methods count as well
            assertProblem(
                    send(gateway.request("GET", "/v1/events").bearerTokenAuthentication("x")), 429, "RATE_LIMITED");
            assertProblem(send(gateway.request("GET", "/nope")), 429, "RATE_LIMITED");

            // users have a quota of their own, and so have log-ins
            assertThat(send(gateway.request("GET", "/v1/users/me")
                                    .bearerTokenAuthentication(gateway.tokenOf(UUID.randomUUID())))
                            .getHeader("RateLimit"))
                    .startsWith("\"user\";r=4");
            assertThat(logIn(gateway).getHeader("RateLimit")).startsWith("\"credentials\";r=1");
            assertThat(logIn(gateway).statusCode()).isEqualTo(201);
            assertThat(logIn(gateway).statusCode()).isEqualTo(429);
        }
    }

    /** The test's own address is a trusted proxy. */
    @Test
    void countsTheClientBehindATrustedProxy() {
        try (GatewayHarness gateway =
                new GatewayHarness(Configs.with(new RateLimitConfig(true, 1, null, null, null, null, null)))) {
            assertThat(forwarded(gateway, "203.0.113.1").statusCode()).isEqualTo(200);
            assertThat(forwarded(gateway, "198.51.100.7, 203.0.113.1").statusCode())
                    .isEqualTo(429);
            assertThat(forwarded(gateway, "203.0.113.2").statusCode()).isEqualTo(200);
            assertThat(forwarded(gateway, "2001:db8::1").statusCode()).isEqualTo(200);
            assertThat(forwarded(gateway, "2001:db8::2").statusCode()).isEqualTo(429);
            assertThat(forwarded(gateway, "rubbish").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void refusesMoreThanItCanDoAtOnce() {
        try (GatewayHarness gateway = new GatewayHarness(Configs.inFlight(1))) {
            Promise<Event> slow = Promise.promise();
            Future<HttpResponse<Buffer>> first = underWay(gateway, slow);

            HttpResponse<Buffer> second = send(gateway.request("GET", "/openapi.json"));
            slow.complete(Samples.of(Event.class));

            assertProblem(second, 503, "UNAVAILABLE");
            assertThat(second.getHeader("Retry-After")).isEqualTo("1");
            assertThat(ServiceHarness.await(first).statusCode()).isEqualTo(200);
            assertThat(send(gateway.request("GET", "/openapi.json")).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void asksOnceForACrowd() {
        try (GatewayHarness gateway = new GatewayHarness(Configs.remembering(Duration.ofMinutes(1)))) {
            AtomicInteger asked = new AtomicInteger();
            gateway.answer(SaleOperations.AVAILABILITY, (request, call) -> {
                asked.incrementAndGet();
                return call.token() == null
                        ? Future.succeededFuture(Samples.of(Availability.class))
                        : Future.failedFuture(new IllegalStateException("asked in one caller's name"));
            });
            List<Future<HttpResponse<Buffer>>> crowd = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                crowd.add(gateway.request("GET", EVENT + "/availability")
                        .bearerTokenAuthentication(gateway.tokenOf(UUID.randomUUID()))
                        .send());
            }

            for (Future<HttpResponse<Buffer>> response : crowd) {
                assertThat(ServiceHarness.await(response).statusCode()).isEqualTo(200);
            }
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void letsBrowsersOfNamedOriginsIn() {
        try (GatewayHarness gateway = new GatewayHarness(Configs.cors("https://shop.example"))) {
            HttpResponse<Buffer> preflight = send(gateway.request("OPTIONS", "/v1/orders")
                    .putHeader("Origin", "https://shop.example")
                    .putHeader("Access-Control-Request-Method", "POST"));
            HttpResponse<Buffer> answer =
                    send(gateway.request("GET", "/v1/events").putHeader("Origin", "https://shop.example"));
            HttpResponse<Buffer> stranger =
                    send(gateway.request("GET", "/v1/events").putHeader("Origin", "https://evil.example"));

            assertThat(preflight.statusCode()).isEqualTo(204);
            assertThat(preflight.getHeader("Access-Control-Allow-Headers")).contains("Idempotency-Key");
            assertThat(answer.getHeader("Access-Control-Allow-Origin")).isEqualTo("https://shop.example");
            assertThat(answer.getHeader("Access-Control-Expose-Headers")).contains("ETag");
            assertThat(answer.getHeader("Vary")).contains("origin");
            assertThat(stranger.getHeader("Access-Control-Allow-Origin")).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({"/v1/users, 1", "/v1/venues, 8"})
    void refusesBodiesThatAreTooLong(String path, int limitMib) {
        try (GatewayHarness gateway = new GatewayHarness(Configs.generous())) {
            Buffer tooLong = Buffer.buffer("[\"" + "x".repeat(limitMib * MIB) + "\"]");
            var request = gateway.request("POST", path)
                    .bearerTokenAuthentication(gateway.tokenOf(UUID.randomUUID()))
                    .putHeader("Content-Type", "application/json");

            HttpResponse<Buffer> declared = ServiceHarness.await(request.copy().sendBuffer(tooLong));
            HttpResponse<Buffer> chunked = ServiceHarness.await(request.copy().sendStream(new Chunks(tooLong)));
            HttpResponse<Buffer> inTime = ServiceHarness.await(request.copy()
                    .sendBuffer(Buffer.buffer("[\"" + "x".repeat(limitMib * MIB - 4) + "\"]")));

            assertProblem(declared, 413, "BODY_TOO_LARGE");
            assertProblem(chunked, 413, "BODY_TOO_LARGE");
            assertProblem(inTime, 400, "VALIDATION");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rubbish\r\n\r\n",
                "GET / HTTP/9.9\r\n\r\n",
                "GET /v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "GET /v1/events HTTP/1.1\r\nHost: x\r\nBad Header: 1\r\n\r\n",
                "POST /v1/users HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\nZZ\r\n"
            })
    void survivesWhatIsNoHttp(String bytes) {
        try (GatewayHarness gateway = new GatewayHarness(Configs.generous())) {
            String answer = raw(gateway, bytes);

            assertThat(answer).matches("(?s)|HTTP/1\\.[01] 400 .*|HTTP/9\\.9 501 .*");
            assertThat(send(gateway.request("GET", "/v1/events")).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void refusesLinesThatAreTooLong() {
        try (GatewayHarness gateway = new GatewayHarness(Configs.generous())) {
            assertThat(raw(gateway, "GET /" + "x".repeat(9000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                    .matches("(?s)HTTP/1.[01] 400 .*");
            assertThat(raw(gateway, "GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(20000) + "\r\n\r\n"))
                    .matches("(?s)HTTP/1.[01] 400 .*");
        }
    }

    @Test
    void saysThatThePortIsTaken() {
        try (GatewayHarness gateway = new GatewayHarness(Configs.generous())) {
            assertThatThrownBy(() -> new GatewayHarness(Configs.on(gateway.port())))
                    .hasMessageContaining("cannot listen on 127.0.0.1:" + gateway.port());
        }
    }

    @Test
    void answersWhatIsUnderWayBeforeItStops() {
        try (GatewayHarness gateway = new GatewayHarness(Configs.stopping(Duration.ofSeconds(5)))) {
            Promise<Event> slow = Promise.promise();
            Future<HttpResponse<Buffer>> underWay = underWay(gateway, slow);

            Future<Void> stopped = gateway.vertx().undeploy(gateway.gateway().deploymentID());
            ServiceHarness.await(untilRefused(gateway, gateway.vertx().createNetClient()));
            slow.complete(Samples.of(Event.class));

            assertThat(ServiceHarness.await(underWay).statusCode()).isEqualTo(200);
            ServiceHarness.await(stopped);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP_1_1", "HTTP_2"})
    void servesHttps(HttpVersion version) {
        SelfSignedCertificate certificate = SelfSignedCertificate.create();
        TlsConfig tls =
                new TlsConfig(0, Path.of(certificate.certificatePath()), Path.of(certificate.privateKeyPath()), null);
        try (GatewayHarness gateway = new GatewayHarness(Configs.tls(tls))) {
            var client = gateway.vertx()
                    .createHttpClient(new HttpClientOptions()
                            .setSsl(true)
                            .setTrustAll(true)
                            .setVerifyHost(false)
                            .setUseAlpn(true)
                            .setProtocolVersion(version));

            String answer = ServiceHarness.await(
                    client.request(HttpMethod.GET, gateway.gateway().tlsPort(), "127.0.0.1", "/v1/events")
                            .compose(request -> request.send())
                            .map(response -> response.statusCode() + " " + response.version() + " "
                                    + response.getHeader("Strict-Transport-Security")));

            assertThat(answer).isEqualTo("200 " + version + " max-age=31536000");
            assertThat(gateway.port()).isZero();
        } finally {
            certificate.delete();
        }
    }

    @Test
    void speaksHttp2WithoutTls() {
        try (GatewayHarness gateway = new GatewayHarness(Configs.generous())) {
            var client = gateway.vertx()
                    .createHttpClient(new HttpClientOptions()
                            .setProtocolVersion(HttpVersion.HTTP_2)
                            .setHttp2ClearTextUpgrade(false));

            int status = ServiceHarness.await(client.request(HttpMethod.POST, gateway.port(), "127.0.0.1", "/v1/users")
                    .compose(request -> request.putHeader("Content-Type", "application/json")
                            .send(Buffer.buffer(Bodies.good("register"))))
                    .map(response -> response.statusCode()));

            assertThat(status).isEqualTo(201);
        }
    }

    /** A request that has reached the service, which answers when it is told to. */
    private static Future<HttpResponse<Buffer>> underWay(GatewayHarness gateway, Promise<Event> slow) {
        Promise<Void> arrived = Promise.promise();
        gateway.answer(EventOperations.GET, (request, call) -> {
            arrived.tryComplete();
            return slow.future();
        });
        Future<HttpResponse<Buffer>> response = gateway.request("GET", EVENT).send();
        ServiceHarness.await(arrived.future());
        return response;
    }

    private static Future<Void> untilRefused(GatewayHarness gateway, NetClient newcomer) {
        return newcomer.connect(gateway.port(), "127.0.0.1")
                .transform(connected -> connected.failed()
                        ? Future.succeededFuture()
                        : connected.result().close().compose(closed -> untilRefused(gateway, newcomer)));
    }

    private static String raw(GatewayHarness gateway, String bytes) {
        NetClient client = gateway.vertx().createNetClient();
        NetSocket socket = ServiceHarness.await(client.connect(gateway.port(), "127.0.0.1"));
        Promise<String> closed = Promise.promise();
        Buffer received = Buffer.buffer();
        socket.handler(received::appendBuffer);
        socket.closeHandler(end -> closed.complete(received.toString()));
        socket.write(bytes);
        return ServiceHarness.await(closed.future());
    }

    private static HttpResponse<Buffer> logIn(GatewayHarness gateway) {
        return send(
                gateway.request("POST", "/v1/sessions").putHeader("Content-Type", "application/json"),
                Bodies.good("logIn"));
    }

    private static HttpResponse<Buffer> forwarded(GatewayHarness gateway, String addresses) {
        return send(gateway.request("GET", "/v1/events").putHeader("X-Forwarded-For", addresses));
    }
}
