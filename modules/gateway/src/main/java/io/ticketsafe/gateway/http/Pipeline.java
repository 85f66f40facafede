package io.ticketsafe.gateway.http;

import static io.ticketsafe.contract.FaultCode.INTERNAL;
import static io.ticketsafe.contract.FaultCode.NOT_IMPLEMENTED;
import static io.ticketsafe.contract.FaultCode.RATE_LIMITED;
import static io.ticketsafe.contract.FaultCode.UNAUTHENTICATED;

import io.ticketsafe.common.CurrentRequest;
import io.ticketsafe.common.auth.TokenVerifier;
import io.ticketsafe.common.bus.Caller;
import io.ticketsafe.contract.Role;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.gateway.limit.Allowance;
import io.ticketsafe.gateway.limit.ClientAddresses;
import io.ticketsafe.gateway.limit.InFlight;
import io.ticketsafe.gateway.limit.RateLimits;
import io.ticketsafe.gateway.openapi.RouteSpec;
import io.ticketsafe.gateway.openapi.RouteSpec.Access;
import io.ticketsafe.gateway.openapi.RouteSpec.KeyUse;
import io.ticketsafe.gateway.problem.Problems;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every request passes, cheapest checks first: room in this process, path and method, token, rate limit, media
 * type, body, and then the route's endpoint; whatever comes of it is sent, counted and logged in one place.
 */
public final class Pipeline implements Handler<HttpServerRequest> {
    private static final Logger log = LoggerFactory.getLogger(Pipeline.class);
    private static final String BEARER = "Bearer ";
    private static final int LONGEST_KEY = 255;
    private static final Duration BODY_PATIENCE = Duration.ofSeconds(30);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Router router;
    private final TokenVerifier tokens;
    private final InFlight inFlight;
    private final RateLimits limits;
    private final ClientAddresses addresses;
    private final BodyReader bodies;
    private final Problems problems;
    private final Sender sender;

    /** @param limits null for none */
    public Pipeline(
            Vertx vertx,
            Router router,
            TokenVerifier tokens,
            InFlight inFlight,
            RateLimits limits,
            ClientAddresses addresses,
            Problems problems,
            Sender sender) {
        this.router = router;
        this.tokens = tokens;
        this.inFlight = inFlight;
        this.limits = limits;
        this.addresses = addresses;
        this.bodies = new BodyReader(vertx, BODY_PATIENCE);
        this.problems = problems;
        this.sender = sender;
    }

    @Override
    public void handle(HttpServerRequest request) {
        Exchange exchange = new Exchange(request, RequestIds.of(request));
        CurrentRequest.is(exchange.requestId());
        if (!inFlight.tryEnter()) {
            finish(exchange, Future.failedFuture(ServiceFault.unavailable("Too much is going on right now.", SOON)));
            return;
        }
        Future<Answer> answer;
        try {
            answer = route(exchange);
        } catch (RuntimeException e) {
            answer = Future.failedFuture(e);
        }
        answer.onComplete(result -> {
            inFlight.leave();
            finish(exchange, result);
        });
    }

    private Future<Answer> route(Exchange exchange) {
        HttpServerRequest request = exchange.request();
        Router.Match match = router.match(request.path());
        if (match == null) {
            take(exchange, null);
            throw ServiceFault.notFound("path");
        }
        String method = request.method().name();
        if (method.equals("OPTIONS")) {
            take(exchange, null);
            return Future.succeededFuture(
                    Answer.empty(204).with(HttpHeaders.ALLOW, String.join(", ", match.allowed())));
        }
        Route route = match.route(method);
        exchange.matched(route, match.values());
        String token = route.spec().access() == Access.ANYBODY ? null : bearer(exchange);
        Caller known = token == null ? Caller.NOBODY : tokens.known(token);
        return known == null ? authenticate(exchange, token) : admit(exchange, known, token);
    }

    /** The body waits while the token is looked at for the first time. */
    private Future<Answer> authenticate(Exchange exchange, String token) {
        exchange.request().pause();
        return tokens.verify(token).transform(verified -> {
            try {
                if (verified.failed()) {
                    take(exchange, null);
                    return Future.failedFuture(verified.cause());
                }
                return admit(exchange, verified.result(), token);
            } finally {
                exchange.request().resume();
            }
        });
    }

    private Future<Answer> admit(Exchange exchange, Caller caller, String token) {
        RouteSpec spec = exchange.route().spec();
        if (caller.is(Role.SERVICE)) {
            take(exchange, null);
            throw new ServiceFault(UNAUTHENTICATED, "This token is not for use from outside.");
        }
        exchange.authenticated(caller, token);
        take(exchange, spec.limit());
        if (spec.access() == Access.TOKEN_REQUIRED && token == null) {
            throw new ServiceFault(UNAUTHENTICATED, "An access token is required.");
        }
        if (!spec.isBuilt()) {
            throw new ServiceFault(NOT_IMPLEMENTED, "This is not built yet.");
        }
        exchange.keyed(idempotencyKey(exchange.request(), spec.idempotencyKey()));
        Endpoint endpoint = exchange.route().endpoint();
        if (spec.body() == null) {
            return endpoint.answer(exchange);
        }
        MediaTypes.check(exchange.request(), spec.body());
        return bodies.read(exchange.request(), exchange.route().bodyLimit()).compose(body -> {
            exchange.received(body);
            return endpoint.answer(exchange);
        });
    }

    private void take(Exchange exchange, String routeLimit) {
        if (limits == null) {
            return;
        }
        Allowance allowance = limits.take(routeLimit, exchange.caller().id(), () -> addresses.of(exchange.request()));
        exchange.counted(allowance);
        if (!allowance.granted()) {
            throw new ServiceFault(RATE_LIMITED, "Too many requests.")
                    .with("retryAfterSeconds", allowance.retryAfterSeconds());
        }
    }

    private String bearer(Exchange exchange) {
        String authorization = exchange.request().headers().get(HttpHeaders.AUTHORIZATION);
        if (authorization == null) {
            return null;
        }
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            take(exchange, null);
            throw new ServiceFault(UNAUTHENTICATED, "Only bearer tokens are accepted.");
        }
        return authorization.substring(BEARER.length()).strip();
    }

    private static String idempotencyKey(HttpServerRequest request, KeyUse use) {
        String key = use == KeyUse.IGNORED ? null : request.headers().get(Headers.IDEMPOTENCY_KEY);
        if (key == null) {
            if (use == KeyUse.REQUIRED) {
                throw ServiceFault.invalid("header/Idempotency-Key", "The header Idempotency-Key is required here.");
            }
            return null;
        }
        if (key.isBlank() || key.length() > LONGEST_KEY || !isPrintable(key)) {
            throw ServiceFault.invalid(
                    "header/Idempotency-Key",
                    "Idempotency-Key must have 1 to " + LONGEST_KEY + " printable ASCII characters.");
        }
        return key;
    }

    private static boolean isPrintable(String key) {
        for (int i = 0; i < key.length(); i++) {
            if (key.charAt(i) < ' ' || key.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    private void finish(Exchange exchange, AsyncResult<Answer> result) {
        if (result.succeeded()) {
            sender.send(exchange, result.result());
            return;
        }
        Throwable failure = result.cause();
        if (BodyReader.hasGone(failure)) {
            log.atDebug().addKeyValue("requestId", exchange.requestId()).log("caller went away");
            return;
        }
        ServiceFault fault = failure instanceof ServiceFault known ? known : unexpected(exchange, failure);
        HttpServerRequest request = exchange.request();
        sender.send(
                exchange,
                problems.answer(
                        fault,
                        request.headers().get(HttpHeaders.ACCEPT_LANGUAGE),
                        request.headers().contains(HttpHeaders.AUTHORIZATION)));
    }

    private static ServiceFault unexpected(Exchange exchange, Throwable failure) {
        log.atError()
                .setCause(failure)
                .addKeyValue("requestId", exchange.requestId())
                .addKeyValue(
                        "route",
                        exchange.route() == null
                                ? null
                                : exchange.route().spec().id())
                .log("request failed");
        return new ServiceFault(INTERNAL, "Something went wrong here. It has been written down.");
    }
}
