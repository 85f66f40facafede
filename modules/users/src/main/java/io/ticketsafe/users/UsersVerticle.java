package io.ticketsafe.users;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.BackgroundJob;
import io.ticketsafe.common.ServiceContext;
import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.common.idempotency.Idempotency;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.Nothing;
import io.ticketsafe.contract.users.UserOperations;
import io.ticketsafe.users.account.Accounts;
import io.ticketsafe.users.key.AccessTokens;
import io.ticketsafe.users.key.KeyRing;
import io.ticketsafe.users.organization.Organizations;
import io.ticketsafe.users.password.PasswordHasher;
import io.ticketsafe.users.session.Sessions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.ext.healthchecks.Status;
import java.time.Duration;

/** Accounts, sessions, organisations and signing keys. */
public final class UsersVerticle extends VerticleBase {
    private static final String HEALTH_CHECK = "postgres-users";
    private static final Duration HEALTH_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration SWEEP_PAUSE = Duration.ofMinutes(1);

    private final ServiceContext services;
    private final UsersConfig config;
    private PasswordHasher hasher;
    private BackgroundJob keyRefresh;
    private BackgroundJob sweep;

    public UsersVerticle(ServiceContext services, UsersConfig config) {
        this.services = requireNonNull(services);
        this.config = requireNonNull(config);
    }

    @Override
    public Future<?> start() {
        Database database = services.stores().postgres("users");
        Idempotency idempotency = new Idempotency(database);
        KeyRing keys = new KeyRing(
                vertx, database, services.secrets(), Duration.ofDays(config.signingKeyDays()), config.accessTokenTtl());
        Sessions sessions = new Sessions(vertx, database, new AccessTokens(keys, config), config);
        Sweeper sweeper = new Sweeper(sessions, idempotency);
        hasher = new PasswordHasher(vertx, config, services.meters());
        keyRefresh = new BackgroundJob(vertx, "refresh signing keys", KeyRing.RELOAD_PAUSE, keys::refresh);
        sweep = new BackgroundJob(vertx, "sweep expired sessions", SWEEP_PAUSE, sweeper::sweep);
        Accounts accounts = new Accounts(services, database, idempotency, hasher, sessions, config);
        Organizations organizations = new Organizations(database, idempotency);
        services.health()
                .register(
                        HEALTH_CHECK,
                        HEALTH_TIMEOUT.toMillis(),
                        check -> database.ping()
                                .onSuccess(answered -> check.tryComplete(Status.OK()))
                                .onFailure(failure -> check.tryComplete(Status.KO())));
        return Future.all(keys.start(), hasher.start())
                .compose(ready -> Future.all(
                        serve(services.bus(), keys, sessions),
                        accounts.serve(services.bus()),
                        organizations.serve(services.bus())))
                .onSuccess(serving -> {
                    keyRefresh.startAfterPause();
                    sweep.start();
                });
    }

    private static Future<Void> serve(Bus bus, KeyRing keys, Sessions sessions) {
        return Future.all(
                        bus.serve(UserOperations.KEYS, (request, call) -> keys.published()),
                        bus.serve(UserOperations.REFRESH, (request, call) -> sessions.refresh(request)),
                        bus.serve(
                                UserOperations.LOG_OUT,
                                (request, call) ->
                                        sessions.end(call.caller().sessionId()).map(Nothing.NOTHING)))
                .mapEmpty();
    }

    @Override
    public Future<?> stop() {
        services.health().unregister(HEALTH_CHECK);
        return Future.join(keyRefresh.stop(), sweep.stop()).eventually(hasher::stop);
    }
}
