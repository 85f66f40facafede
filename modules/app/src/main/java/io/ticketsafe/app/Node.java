package io.ticketsafe.app;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.ticketsafe.app.cluster.BusHealth;
import io.ticketsafe.app.cluster.Clustering;
import io.ticketsafe.app.cluster.Members;
import io.ticketsafe.app.management.ManagementServer;
import io.ticketsafe.app.management.StartUp;
import io.ticketsafe.app.metrics.EventLoopMeters;
import io.ticketsafe.app.metrics.HealthMeters;
import io.ticketsafe.app.metrics.ProcessMeters;
import io.ticketsafe.app.trace.Tracing;
import io.ticketsafe.common.ServiceContext;
import io.ticketsafe.common.auth.Memberships;
import io.ticketsafe.common.auth.ServiceTokens;
import io.ticketsafe.common.auth.TokenVerifier;
import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.common.kafka.FactLog;
import io.ticketsafe.common.pg.Migrations;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One process of TicketSafe: the roles it was told to run, joined to the others. */
public final class Node {
    private static final Logger log = LoggerFactory.getLogger(Node.class);
    private static final Duration READY_PATIENCE = Duration.ofSeconds(60);
    private static final long READY_POLL_MS = 50;
    private static final long LEAVE_PATIENCE_MS = 2_000;

    /** Lists travel from process to process in some milliseconds; more when machines are busy. */
    private static final long UNTIL_ALL_KNOW_MS = 300;

    /** Meters per message and per request of Vert.x cost a quarter of the hot path; gateway and bus have their own. */
    private static final List<MetricsDomain> COSTLY_METRICS = List.of(
            MetricsDomain.HTTP_SERVER,
            MetricsDomain.HTTP_CLIENT,
            MetricsDomain.NET_SERVER,
            MetricsDomain.NET_CLIENT,
            MetricsDomain.EVENT_BUS);

    private final Vertx vertx;
    private final Members members;
    private final Config config;
    private final Tracing tracing;
    private final StartUp startUp = new StartUp();
    private final HealthChecks health;
    private final ManagementServer management;
    private final PrometheusMeterRegistry meters;
    private final ProcessStores stores;
    private final Deployment deployment;
    private final EventLoopMeters loops;
    private final HealthMeters healthMeters;

    private int managementPort;
    private Keys keys;
    private ServiceContext context;

    /**
     * @param members null where there is no cluster
     * @param tracing null where nothing is traced
     */
    private Node(Vertx vertx, Members members, Config config, PrometheusMeterRegistry meters, Tracing tracing) {
        this.tracing = tracing;
        this.vertx = vertx;
        this.members = members;
        this.config = config;
        this.meters = meters;
        this.health = HealthChecks.create(vertx);
        this.management =
                new ManagementServer(vertx, health, startUp, meters, check -> Role.canDoWithout(check, config.roles()));
        this.stores = new ProcessStores(vertx, config, health, meters);
        this.deployment = new Deployment(vertx, config);
        this.loops = EventLoopMeters.start(meters, vertx);
        this.healthMeters = new HealthMeters(meters, vertx, health);
    }

    /** Completes when every role runs; the process is not ready before {@link #becomeReady()}. */
    public static Future<Node> start(Config config) {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        TlsFiles.require(config).measure(meters);
        Members members = config.isClustered() ? Clustering.members(config.cluster()) : null;
        Tracing tracing = config.tracing().enabled() ? openTracing(config) : null;
        return openVertx(config, members, meters, tracing).compose(vertx -> {
            Node node = new Node(vertx, members, config, meters, tracing);
            Promise<Node> started = Promise.promise();
            node.start()
                    .onSuccess(running -> started.complete(node))
                    .onFailure(failure -> node.stop().onComplete(stopped -> started.fail(failure)));
            return started.future();
        });
    }

    /** Says so on {@code /health/ready}; completes when that answers 200, fails when it does not within a minute. */
    public Future<Void> becomeReady() {
        startUp.complete();
        return pollReadiness(System.nanoTime() + READY_PATIENCE.toNanos());
    }

    /** Says that it is not ready, takes no more requests, finishes those under way, lets go of the stores. */
    public Future<Void> stop() {
        Future<Void> drained = drained();
        startUp.stopping();
        loops.stop();
        // Belongs to no event loop: those are gone by the time that it completes.
        Promise<Void> stopped = Promise.promise();
        drained.compose(noMore -> deployment.undeployGateway())
                .eventually(this::leaveTheBus)
                .eventually(deployment::undeployServices)
                .eventually(healthMeters::stop)
                .eventually(this::closeKeys)
                .eventually(stores::close)
                .eventually(management::stop)
                .eventually(this::closeTracing)
                .onComplete(parts -> vertx.close().onComplete(stopped));
        return stopped.future();
    }

    /** The others stop asking, and get the answers to what they have asked. */
    private Future<Void> leaveTheBus() {
        if (members == null || context == null) {
            return Future.succeededFuture();
        }
        return members.withdraw()
                .timeout(LEAVE_PATIENCE_MS, TimeUnit.MILLISECONDS)
                .eventually(() -> vertx.timer(UNTIL_ALL_KNOW_MS, TimeUnit.MILLISECONDS))
                .eventually(() -> context.bus().finish(LEAVE_PATIENCE_MS))
                .otherwiseEmpty();
    }

    public ServiceContext context() {
        return context;
    }

    public int managementPort() {
        return managementPort;
    }

    /** Where HTTP answers; 0 when this process is no gateway. */
    public int httpPort() {
        return deployment.httpPort();
    }

    /** Where HTTPS answers; 0 when it is off. */
    public int httpsPort() {
        return deployment.httpsPort();
    }

    private Future<Void> start() {
        startUp.enter("management");
        return management
                .start(config.management().host(), config.management().port())
                .compose(port -> {
                    managementPort = port;
                    return members != null ? BusHealth.watch(vertx, members, health) : Future.succeededFuture();
                })
                .compose(watched -> {
                    startUp.enter("migrations");
                    return migrate();
                })
                .compose(migrated -> {
                    startUp.enter("roles");
                    return deployRoles();
                })
                .onSuccess(deployed ->
                        log.atInfo().addKeyValue("roles", config.roles()).log("roles run"));
    }

    private Future<Void> migrate() {
        List<Future<Integer>> migrations = config.roles().stream()
                .distinct()
                .flatMap(role -> role.schema().stream())
                .map(schema -> vertx.executeBlocking(() -> Migrations.migrate(config.postgres(), schema), false))
                .toList();
        return Future.all(migrations).mapEmpty();
    }

    private Future<Void> deployRoles() {
        ProcessMeters.bind(meters, vertx, config.roles());
        stores.open(config.roles());
        healthMeters.start();
        String issuer = config.users().issuer();
        String serviceSecret = config.security().serviceSecret().value();
        ServiceTokens serviceTokens = new ServiceTokens(vertx, serviceSecret, issuer);
        TokenVerifier verifier = new TokenVerifier(vertx, serviceSecret, issuer);
        Bus bus = new Bus(vertx, verifier, serviceTokens, meters);
        watchMembers(bus);
        return checkKafka()
                .compose(right -> Keys.open(vertx, config.security(), meters))
                .compose(opened -> {
                    keys = opened;
                    context = new ServiceContext(
                            vertx,
                            bus,
                            new Memberships(bus),
                            verifier,
                            serviceTokens,
                            stores,
                            keys.box(),
                            meters,
                            health);
                    return verifier.start().compose(listening -> deployment.deploy(context));
                });
    }

    /** A broker that is away is waited for while everything runs; settings that can never be right are not. */
    private Future<Void> checkKafka() {
        return stores.factLog().map(FactLog::check).orElseGet(Future::succeededFuture);
    }

    private void watchMembers(Bus bus) {
        if (members == null) {
            return;
        }
        members.onLoss(bus::processLost);
        int fewest = config.cluster().fewestMembers();
        health.register("cluster", check -> {
            JsonObject count = new JsonObject().put("members", members.count());
            check.tryComplete(members.count() >= fewest ? Status.OK(count) : Status.KO(count.put("fewest", fewest)));
        });
    }

    private static Tracing openTracing(Config config) {
        return Tracing.open(
                config.tracing(), Logging.nodeName(), Node.class.getPackage().getImplementationVersion());
    }

    private Future<Void> closeTracing() {
        return tracing == null ? Future.succeededFuture() : tracing.close();
    }

    private Future<Void> closeKeys() {
        return keys == null ? Future.succeededFuture() : keys.close();
    }

    private Future<Void> pollReadiness(long deadlineNanos) {
        return management.readiness().compose(readiness -> {
            if (ManagementServer.isUp(readiness)) {
                return Future.succeededFuture();
            }
            if (System.nanoTime() > deadlineNanos) {
                return Future.failedFuture(
                        new IllegalStateException("not ready: " + ManagementServer.reasons(readiness)));
            }
            return pause(READY_POLL_MS).compose(again -> pollReadiness(deadlineNanos));
        });
    }

    /** Balancers send requests here until they have seen that it is not ready. */
    private Future<Void> drained() {
        long drainMs = config.http().drainTime().toMillis();
        boolean serves = startUp.isDone() && config.roles().contains(Role.GATEWAY);
        return serves && drainMs > 0 ? pause(drainMs) : Future.succeededFuture();
    }

    private Future<Void> pause(long ms) {
        Promise<Void> promise = Promise.promise();
        vertx.setTimer(ms, id -> promise.complete());
        return promise.future();
    }

    private static Future<Vertx> openVertx(
            Config config, Members members, PrometheusMeterRegistry meters, Tracing tracing) {
        MicrometerMetricsOptions metrics =
                new MicrometerMetricsOptions().setEnabled(true).setJvmMetricsEnabled(false);
        COSTLY_METRICS.forEach(domain -> metrics.addDisabledMetricsCategory(domain.toCategory()));
        VertxOptions options = new VertxOptions().setMetricsOptions(metrics);
        VertxBuilder builder = Vertx.builder().withMetrics(new MicrometerMetricsFactory(meters));
        if (tracing != null) {
            builder.withTracer(tracing.factory());
        }
        if (members == null) {
            return Future.succeededFuture(builder.with(options).build());
        }
        options.setEventBusOptions(Clustering.bus(config.cluster()));
        return builder.with(options)
                .withClusterManager(members)
                .buildClustered()
                .recover(failure -> Future.failedFuture(new IllegalStateException(
                        "cannot join the cluster, see cluster.host and cluster.port: " + failure.getMessage())));
    }
}
