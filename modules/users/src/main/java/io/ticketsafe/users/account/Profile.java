package io.ticketsafe.users.account;

import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.users.UserOperations.FindUser;
import io.ticketsafe.contract.users.UserOperations.UpdateMe;
import io.ticketsafe.contract.users.UserOperations.User;
import io.ticketsafe.users.input.Callers;
import io.ticketsafe.users.input.Input;
import io.ticketsafe.users.password.PasswordHasher;
import io.ticketsafe.users.session.Sessions;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What users see of their own account, and change of it. */
final class Profile {
    private final Database database;
    private final AccountStore accounts;
    private final PasswordCheck passwords;
    private final PasswordHasher hasher;
    private final Sessions sessions;

    Profile(
            Database database,
            AccountStore accounts,
            PasswordCheck passwords,
            PasswordHasher hasher,
            Sessions sessions) {
        this.database = database;
        this.accounts = accounts;
        this.passwords = passwords;
        this.hasher = hasher;
        this.sessions = sessions;
    }

    Future<User> me(Call call) {
        return own(call).map(Account::toUser);
    }

    Future<User> find(FindUser request) {
        Input input = new Input();
        UUID userId = input.present("/userId", request.userId());
        input.check();
        return accounts.find(userId)
                .map(found ->
                        found.orElseThrow(() -> ServiceFault.notFound("user")).toUser());
    }

    Future<User> update(UpdateMe request, Call call) {
        Input input = new Input();
        String name = request.name() == null ? null : input.name("/name", request.name());
        if (request.password() != null) {
            input.newPassword("/password", request.password());
            input.password("/currentPassword", request.currentPassword());
        }
        input.check();
        return own(call)
                .compose(account -> request.password() == null
                        ? store(account, name, null, call)
                        : changePassword(account, name, request, call));
    }

    private Future<User> changePassword(Account account, String name, UpdateMe request, Call call) {
        return passwords
                .check(
                        account.emailKey(),
                        request.currentPassword(),
                        () -> Future.succeededFuture(Optional.of(account)))
                .compose(checked -> checked.isEmpty()
                        ? Future.failedFuture(
                                ServiceFault.invalid("/currentPassword", "This is not the current password."))
                        : hasher.hash(request.password()).compose(hash -> store(checked.get(), name, hash, call)));
    }

    /** A new password ends every other session, since somebody else may have known the old one. */
    private Future<User> store(Account account, String name, String passwordHash, Call call) {
        record Change(Account account, List<UUID> ended) {}
        return database.inTransaction(transaction -> accounts.update(transaction, account, name, passwordHash)
                        .map(updated -> updated.orElseThrow(() ->
                                ServiceFault.wrongState("The account was changed by another request; try again.")))
                        .compose(updated -> passwordHash == null
                                ? Future.succeededFuture(new Change(updated, List.of()))
                                : sessions.endAll(
                                                transaction,
                                                account.id(),
                                                call.caller().sessionId())
                                        .map(ended -> new Change(updated, ended))))
                .map(change -> {
                    sessions.announceEnd(change.ended());
                    return change.account().toUser();
                });
    }

    /** The caller's own account; a token that outlived its account is worth nothing. */
    private Future<Account> own(Call call) {
        return accounts.find(Callers.requireUser(call)).map(found -> found.orElseThrow(Callers::accountGone));
    }
}
