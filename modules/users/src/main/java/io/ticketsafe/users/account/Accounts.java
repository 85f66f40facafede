package io.ticketsafe.users.account;

import io.ticketsafe.common.ServiceContext;
import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.common.idempotency.Idempotency;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.users.UserOperations;
import io.ticketsafe.users.UsersConfig;
import io.ticketsafe.users.password.PasswordHasher;
import io.ticketsafe.users.session.Sessions;
import io.vertx.core.Future;

/** Serves what concerns accounts. */
public final class Accounts {
    private final Registration registration;
    private final LogIn logIn;
    private final Profile profile;
    private final Erasure erasure;

    public Accounts(
            ServiceContext services,
            Database database,
            Idempotency idempotency,
            PasswordHasher hasher,
            Sessions sessions,
            UsersConfig config) {
        AccountStore store = new AccountStore(database);
        PasswordCheck passwords = new PasswordCheck(store, hasher, new LoginThrottle(config));
        this.registration = new Registration(store, hasher, idempotency, services.secrets());
        this.logIn = new LogIn(store, passwords, sessions);
        this.profile = new Profile(database, store, passwords, hasher, sessions);
        this.erasure = new Erasure(database, store, sessions);
    }

    public Future<Void> serve(Bus bus) {
        return Future.all(
                        bus.serve(UserOperations.REGISTER, registration::register),
                        bus.serve(UserOperations.LOG_IN, (request, call) -> logIn.logIn(request)),
                        bus.serve(UserOperations.ME, (request, call) -> profile.me(call)),
                        bus.serve(UserOperations.UPDATE_ME, profile::update),
                        bus.serve(UserOperations.DELETE_ME, (request, call) -> erasure.erase(call)),
                        bus.serve(UserOperations.FIND, (request, call) -> profile.find(request)))
                .mapEmpty();
    }
}
