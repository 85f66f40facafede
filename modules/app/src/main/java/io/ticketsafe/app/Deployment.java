package io.ticketsafe.app;

import io.ticketsafe.common.ServiceContext;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.events.EventsVerticle;
import io.ticketsafe.gateway.GatewayVerticle;
import io.ticketsafe.payments.PaymentsVerticle;
import io.ticketsafe.reports.ReportsVerticle;
import io.ticketsafe.tickets.TicketsVerticle;
import io.ticketsafe.users.UsersVerticle;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The verticles of this process: the services first, then the gateway, which needs them; and back in reverse. */
final class Deployment {
    private static final int MOST_TRIES = 4;

    private final Vertx vertx;
    private final Config config;
    private final List<String> services = new CopyOnWriteArrayList<>();
    private final List<String> gateways = new CopyOnWriteArrayList<>();
    private volatile GatewayVerticle gateway;

    Deployment(Vertx vertx, Config config) {
        this.vertx = vertx;
        this.config = config;
    }

    Future<Void> deploy(ServiceContext context) {
        List<Role> roles = config.roles().stream().distinct().toList();
        List<Future<?>> starting = new ArrayList<>();
        for (Role role : roles) {
            if (role != Role.GATEWAY) {
                starting.add(deployPatiently(role, context, MOST_TRIES));
            }
        }
        return Future.all(starting)
                .compose(started -> roles.contains(Role.GATEWAY) ? deployGateway(context) : Future.succeededFuture());
    }

    Future<Void> undeployGateway() {
        return undeploy(gateways);
    }

    Future<Void> undeployServices() {
        return undeploy(services);
    }

    int httpPort() {
        return gateway == null ? 0 : gateway.port();
    }

    int httpsPort() {
        return gateway == null ? 0 : gateway.tlsPort();
    }

    /** One: it serves on as many event loops as configured by itself, for they share the counts of their callers. */
    private Future<Void> deployGateway(ServiceContext context) {
        gateway = new GatewayVerticle(context, config.http());
        return deploy(gateway, gateways);
    }

    private Deployable service(Role role, ServiceContext context) {
        return switch (role) {
            case USERS -> new UsersVerticle(context, config.users());
            case PAYMENTS -> new PaymentsVerticle(context, config.payments());
            case REPORTS -> new ReportsVerticle(context, config.reports());
            case EVENTS -> new EventsVerticle(context, config.events());
            case TICKETS -> new TicketsVerticle(context, config.tickets());
            case GATEWAY -> throw new IllegalArgumentException("the gateway is deployed by itself");
        };
    }

    /** A store may be late on a machine that is busy starting; another try needs another verticle. */
    private Future<Void> deployPatiently(Role role, ServiceContext context, int triesLeft) {
        return deploy(service(role, context), services)
                .recover(failure ->
                        triesLeft > 1 && failure instanceof ServiceFault fault && fault.code() == FaultCode.UNAVAILABLE
                                ? deployPatiently(role, context, triesLeft - 1)
                                : Future.failedFuture(new IllegalStateException(
                                        "the " + role.label() + " service does not start: " + failure.getMessage(),
                                        failure)));
    }

    private Future<Void> deploy(Deployable verticle, List<String> into) {
        return vertx.deployVerticle(verticle).onSuccess(into::add).mapEmpty();
    }

    private Future<Void> undeploy(List<String> deployments) {
        List<Future<?>> stopping = new ArrayList<>();
        deployments.forEach(id -> stopping.add(vertx.undeploy(id)));
        deployments.clear();
        return Future.join(stopping).mapEmpty();
    }
}
