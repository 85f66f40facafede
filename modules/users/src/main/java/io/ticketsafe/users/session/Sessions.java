package io.ticketsafe.users.session;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.users.UserOperations;
import io.ticketsafe.contract.users.UserOperations.Refresh;
import io.ticketsafe.contract.users.UserOperations.Session;
import io.ticketsafe.users.UsersConfig;
import io.ticketsafe.users.input.Input;
import io.ticketsafe.users.key.AccessTokens;
import io.ticketsafe.users.session.SessionStore.Holder;
import io.ticketsafe.users.session.SessionStore.Reused;
import io.ticketsafe.users.session.SessionStore.Rotated;
import io.ticketsafe.users.session.SessionStore.Rotation;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session is one log-in: short-lived access tokens, and one refresh token at a time, which is exchanged for its
 * successor (RFC 9700 section 4.14.2). A refresh token that comes twice is in two hands, so its session ends.
 */
public final class Sessions {
    private static final Logger log = LoggerFactory.getLogger(Sessions.class);

    private final Vertx vertx;
    private final SessionStore store;
    private final AccessTokens accessTokens;

    public Sessions(Vertx vertx, Database database, AccessTokens accessTokens, UsersConfig config) {
        this.vertx = vertx;
        this.store = new SessionStore(database, config.refreshTokenTtl());
        this.accessTokens = accessTokens;
    }

    /** UNAUTHENTICATED when this is no longer the account's password. */
    public Future<Session> open(UUID accountId, String passwordHash) {
        String refreshToken = RefreshToken.generate();
        return store.open(Ids.next(), accountId, passwordHash, refreshToken)
                .compose(holder -> holder.isPresent()
                        ? Future.succeededFuture(issue(holder.get(), refreshToken))
                        : Future.failedFuture(refused("Address or password is wrong.")));
    }

    public Future<Session> refresh(Refresh request) {
        Input input = new Input();
        String token = input.atMost("/refreshToken", request.refreshToken(), RefreshToken.LONGEST);
        input.check();
        String successor = RefreshToken.generate();
        return store.rotate(token, successor).compose(rotation -> answer(rotation, successor));
    }

    private Future<Session> answer(Rotation rotation, String successor) {
        if (rotation instanceof Rotated rotated) {
            return Future.succeededFuture(issue(rotated.holder(), successor));
        }
        if (rotation instanceof Reused reused) {
            UUID sessionId = reused.holder().sessionId();
            announceEnd(List.of(sessionId));
            log.atWarn()
                    .addKeyValue("accountId", reused.holder().accountId())
                    .addKeyValue("sessionId", sessionId)
                    .log("refresh token came twice; session ended");
        }
        return Future.failedFuture(refused("This refresh token is not valid."));
    }

    /** @param sessionId null where the token belongs to no session: then there is nothing to end */
    public Future<Void> end(UUID sessionId) {
        return sessionId == null
                ? Future.succeededFuture()
                : store.end(sessionId).onSuccess(ended -> announceEnd(List.of(sessionId)));
    }

    /** Ends them in the transaction; the caller announces them once it is committed. */
    public Future<List<UUID>> endAll(SqlConnection transaction, UUID accountId, UUID except) {
        return store.endAll(transaction, accountId, except);
    }

    /** Tells all verifiers, at most once; who misses it accepts the session's access token until that expires. */
    public void announceEnd(List<UUID> sessionIds) {
        sessionIds.forEach(id -> vertx.eventBus()
                .publish(UserOperations.REVOKED_ADDRESS, new JsonObject().put("sessionId", id.toString())));
    }

    public Future<Integer> sweep(int most) {
        return store.sweep(most);
    }

    public static ServiceFault refused(String detail) {
        return new ServiceFault(FaultCode.UNAUTHENTICATED, detail);
    }

    private Session issue(Holder holder, String refreshToken) {
        String accessToken = accessTokens.issue(holder.accountId(), holder.sessionId(), holder.admin());
        return new Session(accessToken, "Bearer", accessTokens.ttlSeconds(), refreshToken);
    }
}
