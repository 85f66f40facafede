package io.ticketsafe.users.account;

import io.ticketsafe.users.password.PasswordHasher;
import io.ticketsafe.users.password.PasswordHasher.Verdict;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;

/** Compares passwords, as often as the throttle allows, and renews hashes whose cost is outdated. */
final class PasswordCheck {
    private final AccountStore accounts;
    private final PasswordHasher hasher;
    private final LoginThrottle throttle;

    PasswordCheck(AccountStore accounts, PasswordHasher hasher, LoginThrottle throttle) {
        this.accounts = accounts;
        this.hasher = hasher;
        this.throttle = throttle;
    }

    /**
     * The account, as it stands after the check, if there is one and the password is right. RATE_LIMITED after too many
     * failures for the key, or with too many checks under way.
     *
     * @param throttleKey what failures are counted by: the normalised address
     */
    Future<Optional<Account>> check(String throttleKey, String password, Supplier<Future<Optional<Account>>> lookup) {
        throttle.admit(throttleKey);
        return lookup.get().compose(found -> {
            String stored = found.map(Account::passwordHash).orElse(null);
            return hasher.verify(password, stored, () -> throttle.admit(throttleKey))
                    .compose(verdict -> {
                        if (!verdict.matches()) {
                            throttle.failed(throttleKey);
                            return Future.succeededFuture(Optional.empty());
                        }
                        throttle.succeeded(throttleKey);
                        return renew(found.orElseThrow(), verdict).map(Optional::of);
                    });
        });
    }

    private Future<Account> renew(Account account, Verdict verdict) {
        return verdict.renewedHash() == null
                ? Future.succeededFuture(account)
                : accounts.renewHash(account, verdict.renewedHash())
                        .map(renewed -> account.withPasswordHash(verdict.renewedHash()));
    }
}
