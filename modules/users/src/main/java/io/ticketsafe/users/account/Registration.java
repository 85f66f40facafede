package io.ticketsafe.users.account;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.bus.Caller;
import io.ticketsafe.common.crypto.SecretBox;
import io.ticketsafe.common.idempotency.Idempotency;
import io.ticketsafe.contract.users.UserOperations;
import io.ticketsafe.contract.users.UserOperations.Register;
import io.ticketsafe.contract.users.UserOperations.User;
import io.ticketsafe.users.input.EmailAddress;
import io.ticketsafe.users.input.Input;
import io.ticketsafe.users.password.PasswordHasher;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers accounts. A taken address gets the answer that a free one gets, after the same work, so that nobody can
 * find out who has an account; only the owner of the address is to be told.
 */
final class Registration {
    private static final Logger log = LoggerFactory.getLogger(Registration.class);

    private final AccountStore accounts;
    private final PasswordHasher hasher;
    private final Idempotency idempotency;
    private final SecretBox secrets;

    Registration(AccountStore accounts, PasswordHasher hasher, Idempotency idempotency, SecretBox secrets) {
        this.accounts = accounts;
        this.hasher = hasher;
        this.idempotency = idempotency;
        this.secrets = secrets;
    }

    Future<User> register(Register request, Call call) {
        Input input = new Input();
        EmailAddress address = input.email("/email", request.email());
        String password = input.newPassword("/password", request.password());
        String name = input.name("/name", request.name());
        input.check();
        call.checkedIdempotencyKey();
        return hasher.hash(password)
                .compose(hash -> idempotency.once(
                        underOwnKeys(call, address), UserOperations.REGISTER, comparable(request), transaction -> {
                            Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
                            Account account =
                                    new Account(Ids.next(), address.text(), address.key(), name, hash, false, now);
                            return register(transaction, account, call).map(account.toUser());
                        }));
    }

    private Future<Void> register(SqlConnection transaction, Account account, Call call) {
        return accounts.register(transaction, account)
                .onSuccess(owner -> {
                    boolean isNew = owner.filter(account.id()::equals).isPresent();
                    log.atInfo()
                            .addKeyValue("accountId", owner.map(UUID::toString).orElse("unknown"))
                            .addKeyValue("requestId", call.requestId())
                            .log(
                                    isNew
                                            ? "account registered"
                                            : "taken address registered again; its owner is to be told");
                })
                .mapEmpty();
    }

    /** Whoever registers has no identity yet, so idempotency keys are kept apart by the address. */
    private static Call underOwnKeys(Call call, EmailAddress address) {
        Caller owner = new Caller(keyOwner(address.key()), Caller.NOBODY.roles(), null, Instant.MAX);
        return new Call(owner, null, call.requestId(), call.idempotencyKey());
    }

    static UUID keyOwner(String emailKey) {
        return UUID.nameUUIDFromBytes(("register " + emailKey).getBytes(StandardCharsets.UTF_8));
    }

    /** What tells one request from another, without a quick hash of the password being stored. */
    private Register comparable(Register request) {
        byte[] code = secrets.mac(request.password().getBytes(StandardCharsets.UTF_8), "users/register");
        return new Register(request.email(), Base64.getEncoder().encodeToString(code), request.name());
    }
}
