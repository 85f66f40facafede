package io.ticketsafe.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.gateway.openapi.Contract;
import io.ticketsafe.gateway.openapi.RouteSpec;
import io.vertx.core.json.JsonArray;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {
    private final Router router = new Router();

    RouterTest() {
        for (RouteSpec spec : Contract.load().routes()) {
            router.add(new Route(spec, null, null, 0));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/events, listEvents, ''",
        "GET, /v1/events/1, getEvent, 1",
        "HEAD, /v1/events/1, getEvent, 1",
        "POST, /v1/events/1/holds, holdSeats, 1",
        "DELETE, /v1/holds/h/seats/A-12-7, releaseSeat, h|A-12-7",
        "DELETE, /v1/holds/h/seats/A%2D12%2d7%2F+é, releaseSeat, h|A-12-7/+é",
        "GET, /v1/tickets/1, getTicket, 1",
        "GET, /v1/tickets/1.pdf, getTicketPdf, 1",
        "GET, /v1/tickets/.pdf, getTicketPdf, ''",
        "GET, /v1/tickets/1.pdf.pdf, getTicketPdf, 1.pdf",
        "GET, /v1/tickets/1/code.svg, getCodeSvg, 1",
        "POST, /v1/venues/import, importVenue, ''",
        "GET, /v1/venues/import2, getVenue, import2",
        "GET, /v1/users/me, getMe, ''",
        "GET, /.well-known/jwks.json, getKeys, ''"
    })
    void findsTheRouteAndItsValues(String method, String path, String id, String values) {
        Router.Match match = router.match(path);

        assertThat(match.route(method).spec().id()).isEqualTo(id);
        assertThat(String.join("|", match.values())).isEqualTo(values);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "/",
                "/nope",
                "/v1",
                "/v1/",
                "/v1/events/",
                "//v1/events",
                "/v1//events",
                "/v1/events/1/",
                "/v1/events/%zz",
                "/v1/events/%",
                "/v1/../v1/events",
                "/v1/events/1/holds/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18"
            })
    void findsNothingElse(String path) {
        assertThat(router.match(path)).isNull();
    }

    @Test
    void namesTheMethodsThatAPathHas() {
        assertThatThrownBy(() -> router.match("/v1/events/1").route("POST"))
                .isInstanceOfSatisfying(
                        ServiceFault.class,
                        fault -> assertThat(fault.members().getJsonArray("allow"))
                                .isEqualTo(new JsonArray(List.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH"))));
    }
}
