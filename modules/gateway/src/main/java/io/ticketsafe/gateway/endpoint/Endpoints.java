package io.ticketsafe.gateway.endpoint;

import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.reports.ReportOperations.Report;
import io.ticketsafe.contract.tickets.TicketOperations.CheckInResult;
import io.ticketsafe.contract.tickets.TicketOperations.CheckInStatus;
import io.ticketsafe.contract.tickets.TicketOperations.ImageFormat;
import io.ticketsafe.gateway.docs.Documentation;
import io.ticketsafe.gateway.http.Answer;
import io.ticketsafe.gateway.http.Endpoint;
import io.ticketsafe.gateway.http.Exchange;
import io.ticketsafe.gateway.http.Headers;
import io.ticketsafe.gateway.openapi.RouteSpec;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.function.BiFunction;

/** Makes the endpoint of each route; an {@code x-endpoint} of the contract is a name here. For one event loop. */
public final class Endpoints {
    private final Vertx vertx;
    private final Bus bus;
    private final Documentation documentation;
    private final Duration availabilityAge;
    private final Endpoint stream;

    public Endpoints(Vertx vertx, Bus bus, Documentation documentation, Duration availabilityAge, Endpoint stream) {
        this.stream = stream;
        this.vertx = vertx;
        this.bus = bus;
        this.documentation = documentation;
        this.availabilityAge = availabilityAge;
    }

    /** Null for what is not built yet. */
    public Endpoint of(RouteSpec spec) {
        if (!spec.isBuilt()) {
            return null;
        }
        if (spec.endpoint() == null) {
            return plain(spec, spec.operation());
        }
        return switch (spec.endpoint()) {
            case "hold" -> new HoldEndpoint(bus, spec);
            case "fresh" -> fresh(spec, spec.operation());
            case "code-svg" -> new CodeImageEndpoint(bus, ImageFormat.SVG);
            case "code-png" -> new CodeImageEndpoint(bus, ImageFormat.PNG);
            case "check-in" -> checkIn(spec);
            case "report" -> report(spec);
            case "stream" -> stream;
            case "webhook" -> new WebhookEndpoint(bus, spec);
            default -> documentation.endpoint(spec.endpoint());
        };
    }

    private <Q, R> Endpoint plain(RouteSpec spec, BusOperation<Q, R> operation) {
        Replies replies = new Replies(spec);
        return new BusEndpoint<>(vertx, bus, operation, spec, replies::answer);
    }

    private <Q, R> Endpoint fresh(RouteSpec spec, BusOperation<Q, R> operation) {
        return new FreshEndpoint<>(bus, operation, spec, availabilityAge);
    }

    /** 201 when the ticket lets somebody in, 200 when the answer is a reason why not. */
    private Endpoint checkIn(RouteSpec spec) {
        Replies replies = new Replies(spec);
        return rendered(
                spec,
                CheckInResult.class,
                (exchange, result) ->
                        replies.answer(exchange, result, result.status() == CheckInStatus.OK ? 201 : 200));
    }

    private Endpoint report(RouteSpec spec) {
        Replies replies = new Replies(spec);
        String name = spec.path().substring(spec.path().lastIndexOf('/') + 1);
        Endpoint endpoint = rendered(
                spec,
                Report.class,
                (exchange, report) -> (switch (ReportFormat.of(exchange.request())) {
                            case CSV -> csv(report, name);
                            default -> replies.answer(exchange, report);
                        })
                        .with(HttpHeaders.VARY, HttpHeaders.ACCEPT));
        return exchange -> {
            ReportFormat.of(exchange.request());
            return endpoint.answer(exchange);
        };
    }

    private static Answer csv(Report report, String name) {
        return Answer.of(200, Headers.CSV, Buffer.buffer(CsvReport.write(report)))
                .cached(Headers.NO_STORE)
                .with(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + ".csv\"");
    }

    @SuppressWarnings("unchecked")
    private <R> Endpoint rendered(RouteSpec spec, Class<R> replyType, BiFunction<Exchange, R, Answer> render) {
        if (spec.operation().replyType() != replyType) {
            throw new IllegalStateException(spec.id() + " does not reply with " + replyType);
        }
        return new BusEndpoint<>(vertx, bus, (BusOperation<?, R>) spec.operation(), spec, render);
    }
}
