package io.ticketsafe.gateway;

import io.ticketsafe.common.ServiceContext;
import io.ticketsafe.gateway.docs.Documentation;
import io.ticketsafe.gateway.endpoint.Endpoints;
import io.ticketsafe.gateway.http.Pipeline;
import io.ticketsafe.gateway.http.Route;
import io.ticketsafe.gateway.http.RouteMeter;
import io.ticketsafe.gateway.http.Router;
import io.ticketsafe.gateway.http.Sender;
import io.ticketsafe.gateway.limit.ClientAddresses;
import io.ticketsafe.gateway.limit.InFlight;
import io.ticketsafe.gateway.limit.RateLimits;
import io.ticketsafe.gateway.live.LiveMaps;
import io.ticketsafe.gateway.live.Loop;
import io.ticketsafe.gateway.live.StreamEndpoint;
import io.ticketsafe.gateway.openapi.Contract;
import io.ticketsafe.gateway.openapi.RouteSpec;
import io.ticketsafe.gateway.problem.ProblemTexts;
import io.ticketsafe.gateway.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What all event loops of one gateway share: the contract, and the counts of callers and of requests under way. */
final class GatewayParts {
    /**
     * Vert.x takes servers of one negative port for one and the same, whoever opens them: plain connections would meet TLS, and those
     * of one gateway another.
     */
    private static final AtomicInteger NEXT_ANY_PORT = new AtomicInteger(-1);

    private final int anyPort = NEXT_ANY_PORT.getAndAdd(-2);
    private final ServiceContext services;
    private final GatewayConfig config;
    private final List<RouteSpec> routes;
    private final Documentation documentation;
    private final Problems problems;
    private final InFlight inFlight;
    private final RateLimits limits;
    private final ClientAddresses addresses;
    private final Sender sender;
    private final LiveMaps live;
    private final Certificates certificates;

    private GatewayParts(ServiceContext services, GatewayConfig config) {
        Contract contract = Contract.load();
        ProblemTexts texts = new ProblemTexts();
        this.services = services;
        this.config = config;
        this.routes = new ArrayList<>(contract.routes());
        this.routes.addAll(Documentation.pages());
        this.documentation = new Documentation(services.vertx(), contract.published(), texts);
        this.problems = new Problems(texts);
        this.inFlight = new InFlight(config.maxInFlight());
        this.limits = config.rateLimits().enabled() ? new RateLimits(config.rateLimits()) : null;
        this.addresses = new ClientAddresses(config.trustedProxies());
        this.sender = new Sender(config.corsOrigins(), services.meters());
        this.live = new LiveMaps(services.vertx(), services.bus(), config.live(), services.meters());
        this.certificates = config.tls().isOn() ? Certificates.read(services, config.tls()) : null;
        services.meters().gauge("ticketsafe.http.in.flight", inFlight, InFlight::count);
    }

    /** Blocking: reads the contract, and the certificate for HTTPS. */
    static GatewayParts load(ServiceContext services, GatewayConfig config) {
        return new GatewayParts(services, config);
    }

    GatewayConfig config() {
        return config;
    }

    /** Stands for a port that the system chooses, the same on all event loops of this gateway. */
    int anyPort() {
        return anyPort;
    }

    /** The same for TLS. */
    int anyTlsPort() {
        return anyPort - 1;
    }

    /** Only where HTTPS is on. */
    Certificates certificates() {
        return certificates;
    }

    Problems problems() {
        return problems;
    }

    /** Those who look at live seat maps on this event loop. */
    Loop loop() {
        return live.loop();
    }

    /** What one event loop answers with. */
    Pipeline pipeline(Loop loop) {
        Endpoints endpoints = new Endpoints(
                services.vertx(),
                services.bus(),
                documentation,
                config.availabilityAge(),
                new StreamEndpoint(live, loop, addresses));
        Router router = new Router();
        for (RouteSpec spec : routes) {
            RouteMeter meter = new RouteMeter(services.meters(), spec.method(), spec.path());
            int bodyLimit = spec.largeBody() ? config.maxVenueBodyBytes() : config.maxBodyBytes();
            router.add(new Route(spec, endpoints.of(spec), meter, bodyLimit));
        }
        return new Pipeline(services.vertx(), router, services.tokens(), inFlight, limits, addresses, problems, sender);
    }
}
