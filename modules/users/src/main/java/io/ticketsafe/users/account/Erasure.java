package io.ticketsafe.users.account;

import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.Nothing;
import io.ticketsafe.users.input.Callers;
import io.ticketsafe.users.organization.Departure;
import io.ticketsafe.users.session.Sessions;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Erases what is personal of an account and leaves its bare id, which orders and ledgers refer to (LGPD art. 16, GDPR art. 17). */
final class Erasure {
    private static final Logger log = LoggerFactory.getLogger(Erasure.class);

    private final Database database;
    private final AccountStore accounts;
    private final Sessions sessions;

    Erasure(Database database, AccountStore accounts, Sessions sessions) {
        this.database = database;
        this.accounts = accounts;
        this.sessions = sessions;
    }

    /** WRONG_STATE for the last owner of an organisation. */
    Future<Nothing> erase(Call call) {
        UUID userId = Callers.requireUser(call);
        return database.inTransaction(transaction -> accounts.lock(transaction, userId)
                        .map(found -> found.orElseThrow(Callers::accountGone))
                        .compose(account -> erase(transaction, account)))
                .map(ended -> {
                    sessions.announceEnd(ended);
                    log.atInfo().addKeyValue("accountId", userId).log("account erased");
                    return Nothing.NOTHING;
                });
    }

    private Future<List<UUID>> erase(SqlConnection transaction, Account account) {
        return Departure.leaveAll(transaction, account.id())
                .compose(left -> sessions.endAll(transaction, account.id(), null))
                .compose(ended -> accounts.erase(transaction, account).map(ended));
    }
}
