package io.ticketsafe.users;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.ServiceContext;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Accounts, sessions, organisations and signing keys. */
public final class UsersVerticle extends VerticleBase {
    private final ServiceContext services;
    private final UsersConfig config;

    public UsersVerticle(ServiceContext services, UsersConfig config) {
        this.services = requireNonNull(services);
        this.config = requireNonNull(config);
    }

    @Override
    public Future<?> start() {
        return Future.succeededFuture();
    }
}
