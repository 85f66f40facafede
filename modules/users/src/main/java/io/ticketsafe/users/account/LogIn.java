package io.ticketsafe.users.account;

import io.ticketsafe.contract.users.UserOperations.Login;
import io.ticketsafe.contract.users.UserOperations.Session;
import io.ticketsafe.users.input.EmailAddress;
import io.ticketsafe.users.input.Input;
import io.ticketsafe.users.session.Sessions;
import io.vertx.core.Future;
import java.util.Optional;

/** Opens sessions for those who know the password. An unknown address is answered like a wrong password, after the same work. */
final class LogIn {
    private static final int LONGEST_ADDRESS = 320;

    private final AccountStore accounts;
    private final PasswordCheck passwords;
    private final Sessions sessions;

    LogIn(AccountStore accounts, PasswordCheck passwords, Sessions sessions) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.sessions = sessions;
    }

    Future<Session> logIn(Login request) {
        Input input = new Input();
        String email = input.atMost("/email", request.email(), LONGEST_ADDRESS);
        String password = input.password("/password", request.password());
        input.check();
        Optional<EmailAddress> address = EmailAddress.parse(email);
        String throttleKey = address.map(EmailAddress::key).orElse(email);
        return passwords
                .check(throttleKey, password, () -> find(address))
                .compose(found -> found.isEmpty()
                        ? Future.failedFuture(Sessions.refused("Address or password is wrong."))
                        : open(found.get()));
    }

    private Future<Session> open(Account account) {
        return sessions.open(account.id(), account.passwordHash());
    }

    private Future<Optional<Account>> find(Optional<EmailAddress> address) {
        return address.isPresent() ? accounts.findByEmail(address.get()) : Future.succeededFuture(Optional.empty());
    }
}
