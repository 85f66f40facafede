package io.ticketsafe.gateway;

import static io.ticketsafe.gateway.GatewayHarness.send;
import static io.ticketsafe.gateway.RoutesIT.assertProblem;
import static io.ticketsafe.gateway.RoutesIT.pointers;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Operations;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.events.EventOperations;
import io.ticketsafe.contract.events.EventOperations.UpdateEvent;
import io.ticketsafe.contract.events.VenueOperations;
import io.ticketsafe.contract.events.VenueOperations.ImportVenue;
import io.ticketsafe.contract.payments.PaymentOperations;
import io.ticketsafe.contract.payments.PaymentOperations.Webhook;
import io.ticketsafe.contract.reports.ReportOperations;
import io.ticketsafe.contract.tickets.HoldOperations;
import io.ticketsafe.contract.tickets.OrderOperations;
import io.ticketsafe.contract.tickets.SaleOperations;
import io.ticketsafe.contract.tickets.TicketOperations;
import io.ticketsafe.contract.tickets.TicketOperations.CheckInReason;
import io.ticketsafe.contract.tickets.TicketOperations.CheckInResult;
import io.ticketsafe.contract.tickets.TicketOperations.CheckInStatus;
import io.ticketsafe.contract.tickets.TicketOperations.CodeImage;
import io.ticketsafe.contract.users.OrganizationOperations;
import io.ticketsafe.contract.users.UserOperations;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gateway does beside passing requests on. */
class BehaviourIT {
    private static final UUID USER = UUID.randomUUID();
    private static final String EVENT = "/v1/events/" + Samples.ID;
    private static GatewayHarness gateway;

    @BeforeAll
    static void start() {
        gateway = new GatewayHarness(Configs.generous());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void forget() {
        gateway.answerSamples();
    }

    @ParameterizedTest
    @CsvSource({"abc-123, true", "a b, false", "'', false", "<script>, false"})
    void keepsHarmlessRequestIds(String id, boolean kept) {
        HttpResponse<Buffer> response =
                send(gateway.request("GET", "/v1/events").putHeader("X-Request-Id", id));

        assertThat(response.getHeader("X-Request-Id").equals(id)).isEqualTo(kept);
        assertThat(gateway.lastCall(EventOperations.LIST).requestId()).isEqualTo(response.getHeader("X-Request-Id"));
    }

    @Test
    void givesTheTraceBack() {
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

        assertThat(send(gateway.request("GET", "/v1/events").putHeader("traceparent", trace))
                        .getHeader("traceparent"))
                .isEqualTo(trace);
        assertThat(send(gateway.request("GET", "/v1/events").putHeader("traceparent", "x"))
                        .getHeader("traceparent"))
                .isNull();
    }

    @Test
    void passesTokenAndKeyOn() {
        String token = gateway.tokenOf(USER);

        send(
                gateway.request("POST", "/v1/organizations")
                        .putHeader("Authorization", "bearer  " + token)
                        .putHeader("Content-Type", "Application/JSON; charset=UTF-8")
                        .putHeader("Idempotency-Key", "k1"),
                "{\"name\": \"x\", \"kind\": \"agency\"}");

        Call call = gateway.lastCall(OrganizationOperations.CREATE);
        assertThat(call.userId()).isEqualTo(USER);
        assertThat(call.token()).isEqualTo(token);
        assertThat(call.idempotencyKey()).isEqualTo("k1");
    }

    @Test
    void openRoutesPayNoHeedToAnOldToken() {
        HttpResponse<Buffer> response = send(
                json(gateway.request("POST", "/v1/sessions")).putHeader("Authorization", "Bearer old"),
                "{\"email\": \"a@example.com\", \"password\": \"x\"}");

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(gateway.lastCall(UserOperations.LOG_IN).token()).isNull();
    }

    @Test
    void aTokenThatIsSentMustHold() {
        assertProblem(
                send(gateway.request("GET", "/v1/events").bearerTokenAuthentication("x")), 401, "UNAUTHENTICATED");
        assertProblem(
                send(gateway.request("GET", "/v1/events").putHeader("Authorization", "Basic eDp5")),
                401,
                "UNAUTHENTICATED");
    }

    @Test
    void serviceTokensDoNotWorkFromOutside() {
        assertProblem(
                send(gateway.request("GET", "/v1/users/me").bearerTokenAuthentication(gateway.serviceToken())),
                401,
                "UNAUTHENTICATED");
    }

    @ParameterizedTest
    @EnumSource(FaultCode.class)
    void everyFaultBecomesAProblemWithItsStatus(FaultCode code) {
        gateway.answer(EventOperations.GET, (request, call) -> Future.failedFuture(new ServiceFault(code, "why")));

        assertProblem(send(gateway.request("GET", EVENT)), code.status(), code.name());
    }

    @Test
    void membersOfAFaultAreMembersOfTheProblem() {
        ServiceFault declined =
                new ServiceFault(FaultCode.CARD_DECLINED, "no").with("paymentId", Samples.ID.toString());
        gateway.answer(OrderOperations.PAY, (request, call) -> Future.failedFuture(declined));

        HttpResponse<Buffer> response = send(
                json(signedIn("POST", "/v1/orders/" + Samples.ID + "/payments")).putHeader("Idempotency-Key", "k"),
                Bodies.good("payOrder"));

        assertProblem(response, 402, "CARD_DECLINED");
        assertThat(response.bodyAsJsonObject().getString("paymentId")).isEqualTo(Samples.ID.toString());
    }

    @Test
    void aBugTellsNothingOfItself() {
        gateway.answer(EventOperations.GET, (request, call) -> {
            throw new IllegalStateException("secret detail");
        });

        HttpResponse<Buffer> response = send(gateway.request("GET", EVENT));

        assertProblem(response, 500, "INTERNAL");
        assertThat(response.bodyAsString()).doesNotContain("secret", "Exception", "at io.");
    }

    @Test
    void saysWhenToComeBack() {
        gateway.answer(
                EventOperations.GET,
                (request, call) -> Future.failedFuture(ServiceFault.unavailable("down", Duration.ofSeconds(3))));

        assertThat(send(gateway.request("GET", EVENT)).getHeader("Retry-After")).isEqualTo("3");
    }

    @Test
    void speaksPortuguese() {
        HttpResponse<Buffer> response = send(gateway.request("GET", "/nope").putHeader("Accept-Language", "pt-BR"));

        assertThat(response.bodyAsJsonObject().getString("title")).isEqualTo("Não encontrado");
        assertThat(response.getHeader("Content-Language")).isEqualTo("pt");
    }

    @Test
    void headHasTheHeadersOfGetAndNoBody() {
        HttpResponse<Buffer> get = send(gateway.request("GET", EVENT));
        HttpResponse<Buffer> head = send(gateway.request("HEAD", EVENT));

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isNull();
        assertThat(head.getHeader("Content-Length")).isEqualTo(get.getHeader("Content-Length"));
        assertThat(head.getHeader("ETag")).isEqualTo(get.getHeader("ETag"));
    }

    @Test
    void optionsTellsTheMethods() {
        HttpResponse<Buffer> response = send(gateway.request("OPTIONS", EVENT));

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.getHeader("Allow")).isEqualTo("DELETE, GET, HEAD, OPTIONS, PATCH");
        assertThat(response.getHeader("Access-Control-Allow-Origin")).isNull();
    }

    @ParameterizedTest
    @CsvSource({"'\"7\"', 304", "'W/\"7\"', 304", "'\"6\", \"7\"', 304", "*, 304", "'\"6\"', 200", "7, 200"})
    void sparesWhoHasTheVersion(String tag, int status) {
        HttpResponse<Buffer> response = send(gateway.request("GET", EVENT).putHeader("If-None-Match", tag));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.getHeader("ETag")).isEqualTo("\"7\"");
    }

    @ParameterizedTest
    @CsvSource({"'\"7\"', 7", "*, 0", "'W/\"7\"', -1", "7, -1", "'\"x\"', -1", ","})
    void passesTheVersionOn(String tag, Long version) {
        HttpRequest<Buffer> request = json(signedIn("PATCH", EVENT));
        if (tag != null) {
            request.putHeader("If-Match", tag);
        }

        send(request, "{\"title\": \"New\"}");

        UpdateEvent update = gateway.lastRequest(EventOperations.UPDATE);
        assertThat(update.ifMatch()).isEqualTo(version);
        assertThat(update.changes()).isEqualTo(Bodies.tree("{\"title\": \"New\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PRECONDITION_REQUIRED", "PRECONDITION_FAILED"})
    void tellsWhatTheServiceSaysOfTheVersion(FaultCode code) {
        gateway.answer(EventOperations.UPDATE, (request, call) -> Future.failedFuture(new ServiceFault(code, "x")));

        assertProblem(send(json(signedIn("PATCH", EVENT)), "{\"title\": \"New\"}"), code.status(), code.name());
    }

    @Test
    void readsQueryParametersAsTheirTypes() {
        send(gateway.request(
                "GET", "/v1/events?q=s%C3%A3o%20jo%C3%A3o+1&limit=5&from=2030-01-01T00:00:00+03:00&city="));

        assertThat(gateway.lastRequest(EventOperations.LIST))
                .isEqualTo(new EventOperations.ListEvents(
                        "são joão 1", null, Instant.parse("2029-12-31T21:00:00Z"), null, 5, null));
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, query/limit",
        "limit=101, query/limit",
        "limit=x, query/limit",
        "limit=1.0, query/limit",
        "limit=99999999999999999999, query/limit",
        "limit=1&limit=2, query/limit",
        "from=tomorrow, query/from",
        "q=%00, query/q",
        "q=%zz, query",
        "%00=1, query/\uFFFD"
    })
    void namesTheParameterThatIsWrong(String query, String pointer) {
        HttpResponse<Buffer> response = send(gateway.request("GET", "/v1/events?" + query));

        assertProblem(response, 400, "VALIDATION");
        assertThat(pointers(response)).containsExactly(pointer);
    }

    @Test
    void linksTheNextPage() {
        HttpResponse<Buffer> response = send(gateway.request("GET", "/v1/events?q=a%20b&cursor=old&limit=2"));

        assertThat(response.getHeader("Link")).isEqualTo("</v1/events?q=a%20b&limit=2&cursor=x>; rel=\"next\"");
    }

    @Test
    void availabilityDoesNotRememberRefusals() {
        gateway.answer(
                SaleOperations.AVAILABILITY, (request, call) -> Future.failedFuture(ServiceFault.notFound("event")));
        String path = "/v1/events/" + UUID.randomUUID() + "/availability";
        assertProblem(send(gateway.request("GET", path)), 404, "NOT_FOUND");

        gateway.answerSamples();

        assertThat(send(gateway.request("GET", path)).statusCode()).isEqualTo(200);
        assertThat(send(gateway.request("GET", path).putHeader("If-None-Match", "\"7\""))
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void holdsGoTheShortWayAndTheLongOne() {
        for (String body : List.of("{\"seats\": [\"A-1-1\"]}", "{\"seats\": [{\"seat\": \"A-1-1\"}]}")) {
            HttpResponse<Buffer> response = send(json(signedIn("POST", EVENT + "/holds")), body);

            assertThat(response.statusCode()).isEqualTo(201);
            assertThat(response.getHeader("Location")).isEqualTo("/v1/holds/" + Samples.ID);
            assertThat(gateway.lastRequest(HoldOperations.HOLD).eventId()).isEqualTo(Samples.ID);
        }
        HttpResponse<Buffer> refused = send(json(signedIn("POST", EVENT + "/holds")), "{\"best\": {\"quantity\": 0}}");
        assertProblem(refused, 400, "VALIDATION");
        assertThat(pointers(refused)).containsExactly("/best/quantity");
        assertProblem(send(json(signedIn("POST", "/v1/events/x/holds")), "{\"seats\": [\"A-1-1\"]}"), 404, "NOT_FOUND");
    }

    @Test
    void aCheckInIsCreatedOnlyWhenSomebodyGoesIn() {
        HttpResponse<Buffer> in = send(json(signedIn("POST", EVENT + "/check-ins")), Bodies.good("checkIn"));
        gateway.answer(
                TicketOperations.CHECK_IN,
                (request, call) -> Future.succeededFuture(
                        new CheckInResult(CheckInStatus.ERROR, CheckInReason.ALREADY_REDEEMED, null, null, null)));
        HttpResponse<Buffer> again = send(json(signedIn("POST", EVENT + "/check-ins")), Bodies.good("checkIn"));

        assertThat(in.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.bodyAsJsonObject())
                .isEqualTo(new JsonObject().put("status", "error").put("reason", "already_redeemed"));
    }

    @ParameterizedTest
    @CsvSource({"svg, SVG, image/svg+xml", "png, PNG, image/png"})
    void codesComeAsImages(String suffix, TicketOperations.ImageFormat format, String type) {
        gateway.answer(TicketOperations.CODE_IMAGE, (request, call) -> {
            assertThat(request.format()).isEqualTo(format);
            return Future.succeededFuture(new CodeImage(type, new byte[] {1, 2, 3}));
        });

        HttpResponse<Buffer> response = send(signedIn("GET", "/v1/tickets/" + Samples.ID + "/code." + suffix));

        assertThat(response.getHeader("Content-Type")).isEqualTo(type);
        assertThat(response.getHeader("Cache-Control")).isEqualTo("no-store");
        assertThat(response.body().getBytes()).containsExactly(1, 2, 3);
    }

    @Test
    void reportsComeAsCsvToo() {
        HttpRequest<Buffer> request = signedIn("GET", EVENT + "/reports/sales?by=day,section&by=channel");

        HttpResponse<Buffer> response = send(request.putHeader("Accept", "text/csv"));

        assertThat(response.getHeader("Content-Type")).startsWith("text/csv");
        assertThat(response.getHeader("Content-Disposition")).contains("sales.csv");
        assertThat(response.bodyAsString()).isEqualTo("x\r\nx\r\n");
        assertThat(gateway.lastRequest(ReportOperations.SALES).by()).containsExactly("day", "section", "channel");
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/svg+xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"})
    void otherReportsAreNotThereYet(String type) {
        assertProblem(
                send(signedIn("GET", EVENT + "/reports/attendance").putHeader("Accept", type)), 501, "NOT_IMPLEMENTED");
    }

    @Test
    void importsAVenueAsCsv() {
        String csv = "section,row,seat,accessible,x,y\nA,1,1,,,\nÄ,,,,,\n";
        String path =
                "/v1/venues/import?organizationId=" + Samples.ID + "&name=Arena&city=Rio&timezone=America/Sao_Paulo";

        HttpResponse<Buffer> response =
                send(signedIn("POST", path).putHeader("Content-Type", "text/csv; charset=utf-8"), csv);

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(gateway.lastRequest(VenueOperations.IMPORT))
                .isEqualTo(new ImportVenue(Samples.ID, "Arena", "Rio", "America/Sao_Paulo", csv));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n", "a\u0000b"})
    void refusesACsvThatIsNone(String csv) {
        String path =
                "/v1/venues/import?organizationId=" + Samples.ID + "&name=Arena&city=Rio&timezone=America/Sao_Paulo";

        assertProblem(send(signedIn("POST", path).putHeader("Content-Type", "text/csv"), csv), 400, "VALIDATION");
    }

    @Test
    void refusesACsvThatIsNotUtf8() {
        String path =
                "/v1/venues/import?organizationId=" + Samples.ID + "&name=Arena&city=Rio&timezone=America/Sao_Paulo";

        HttpResponse<Buffer> response = ServiceHarness.await(signedIn("POST", path)
                .putHeader("Content-Type", "text/csv")
                .sendBuffer(Buffer.buffer(new byte[] {'a', (byte) 0xff, 'b'})));

        assertProblem(response, 400, "VALIDATION");
    }

    @Test
    void webhooksGoOnAsTheyCame() {
        HttpResponse<Buffer> response = send(
                gateway.request("POST", "/v1/payments/webhooks/sandbox")
                        .putHeader("Sandbox-Signature", "t=1,v1=abc")
                        .putHeader("Authorization", "Bearer x")
                        .putHeader("Content-Type", "text/weird"),
                "{ \"raw\":1 }  ");

        Webhook heard = gateway.lastRequest(PaymentOperations.WEBHOOK);
        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(heard.provider()).isEqualTo("sandbox");
        assertThat(heard.body()).isEqualTo("{ \"raw\":1 }  ");
        assertThat(heard.headers())
                .containsEntry("sandbox-signature", "t=1,v1=abc")
                .doesNotContainKey("authorization");
    }

    @Test
    void namesOfAllScriptsPass() {
        String name = "Zoë \"O'Hara\" \uD83C\uDF9F\uFE0F ٱلْعَرَبِيَّة \u202E <b> '); DROP TABLE users;-- \\ %00";
        String body = new JsonObject()
                .put("email", "zoë@exämple.com")
                .put("password", "correct horse")
                .put("name", name)
                .encode();

        HttpResponse<Buffer> response = send(json(gateway.request("POST", "/v1/users")), body);

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(gateway.lastRequest(UserOperations.REGISTER).name()).isEqualTo(name);
    }

    @Test
    void answersWithEveryMistakeUpToTwenty() {
        JsonArray sections = new JsonArray();
        for (int i = 0; i < 100; i++) {
            sections.add(new JsonObject().put("code", "-").put("kind", "seated"));
        }
        String body = new JsonObject(Bodies.good("createVenue"))
                .put("sections", sections)
                .encode();

        HttpResponse<Buffer> response = send(json(signedIn("POST", "/v1/venues")), body);

        assertProblem(response, 400, "VALIDATION");
        assertThat(pointers(response)).hasSize(20).startsWith("/sections/0/code", "/sections/1/code");
    }

    @Test
    void cachingFitsWhatIsAnswered() {
        assertThat(send(gateway.request("GET", "/v1/events")).getHeader("Cache-Control"))
                .isEqualTo("no-cache");
        assertThat(send(signedIn("GET", "/v1/events")).getHeader("Cache-Control"))
                .isEqualTo("private, no-cache");
        assertThat(send(signedIn("GET", "/v1/orders")).getHeader("Cache-Control"))
                .isEqualTo("no-store");
        assertThat(send(gateway.request("GET", "/.well-known/jwks.json")).getHeader("Cache-Control"))
                .isEqualTo("public, max-age=60");
    }

    @Test
    void metersTellRoutesNotIds() {
        send(gateway.request("GET", EVENT));
        send(gateway.request("GET", "/nope/" + UUID.randomUUID()));

        assertThat(gateway.context().meters().find("ticketsafe.http.requests").timers())
                .extracting(timer -> timer.getId().getTag("route"))
                .contains("/v1/events/{eventId}", "unmatched")
                .noneMatch(route -> route.matches(".*[0-9a-f]{8}-.*"));
    }

    @Test
    void documentsItselfWithoutTheInternet() {
        HttpResponse<Buffer> page = send(gateway.request("GET", "/docs"));
        assertThat(page.bodyAsString()).contains("/docs/swagger-ui-bundle.js").doesNotContain("http");
        assertThat(page.getHeader("Content-Security-Policy")).contains("default-src 'none'");
        for (String asset :
                List.of("swagger-ui-bundle.js", "swagger-ui.css", "start.js", "messages.js", "favicon-32x32.png")) {
            assertThat(send(gateway.request("GET", "/docs/" + asset)).statusCode())
                    .isEqualTo(200);
        }
        assertProblem(send(gateway.request("GET", "/docs/..%2Fopenapi.yaml")), 404, "NOT_FOUND");
        assertThat(send(gateway.request("GET", "/docs/messages")).bodyAsString())
                .contains("/docs/messages.js")
                .doesNotContain("http");
        assertThat(send(gateway.request("GET", "/asyncapi.json"))
                        .bodyAsJsonObject()
                        .getJsonObject("operations"))
                .hasSizeGreaterThan(Operations.all().size());
        assertThat(send(gateway.request("GET", "/docs/problems")).bodyAsString())
                .contains("id=\"seats-taken\"");
        assertThat(send(gateway.request("GET", "/problems/seats-taken")).getHeader("Location"))
                .isEqualTo("/docs/problems#seats-taken");
        assertProblem(send(gateway.request("GET", "/problems/nope")), 404, "NOT_FOUND");
        assertThat(send(gateway.request("GET", "/")).getHeader("Location")).isEqualTo("/docs");
    }

    private static HttpRequest<Buffer> signedIn(String method, String path) {
        return gateway.request(method, path).bearerTokenAuthentication(gateway.tokenOf(USER));
    }

    private static HttpRequest<Buffer> json(HttpRequest<Buffer> request) {
        return request.putHeader("Content-Type", "application/json");
    }
}
