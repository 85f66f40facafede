package io.ticketsafe.users.key;

import io.ticketsafe.common.bus.Records;
import io.ticketsafe.common.crypto.SealedColumn;
import io.ticketsafe.common.crypto.SecretBox;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.users.UserOperations.KeySet;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that sign access tokens, shared by all instances through PostgreSQL. A successor is published before it
 * signs, and a retired key stays published until the last token that it signed has expired, so that neither a verifier
 * nor an instance with keys of a minute ago meets a token that it cannot place.
 */
public final class KeyRing {
    /** Where sealed values lie. */
    public static final List<SealedColumn> SEALED = List.of(SigningKeyStore.PRIVATE_KEYS);

    private static final Logger log = LoggerFactory.getLogger(KeyRing.class);

    /** How old the keys in memory may be; less than the lead. */
    public static final Duration RELOAD_PAUSE = Duration.ofSeconds(30);

    private static final Duration LEAD = Duration.ofMinutes(2);
    private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(1);

    private final Vertx vertx;
    private final SigningKeyStore store;
    private final Duration maxAge;
    private final Duration lead;
    private final Duration publishedAfterRetiring;
    private volatile List<Key> keys = List.of();

    public KeyRing(Vertx vertx, Database database, SecretBox secrets, Duration maxAge, Duration tokenTtl) {
        this(vertx, database, secrets, maxAge, tokenTtl, LEAD);
    }

    KeyRing(Vertx vertx, Database database, SecretBox secrets, Duration maxAge, Duration tokenTtl, Duration lead) {
        this.vertx = vertx;
        this.store = new SigningKeyStore(database, secrets);
        this.maxAge = maxAge;
        this.lead = lead;
        this.publishedAfterRetiring = tokenTtl.plus(RELOAD_PAUSE).plus(CLOCK_DIFFERENCE);
    }

    /** Brings the ring up, with a first key where there is none. */
    public Future<Void> start() {
        return store.ensureOne().compose(ready -> refresh());
    }

    /** Replaces a key that is too old, forgets those that nothing needs, and reads what there is now. */
    public Future<Void> refresh() {
        return store.replaceAged(maxAge, lead)
                .onSuccess(replaced -> {
                    if (replaced) {
                        log.atInfo().addKeyValue("lead", lead).log("signing key gets a successor");
                    }
                })
                .compose(replaced -> store.forget(publishedAfterRetiring))
                .compose(forgotten -> load());
    }

    /** The JWK set, as it stands in PostgreSQL; as it last stood there while PostgreSQL is away. */
    public Future<KeySet> published() {
        return load().recover(failure -> failure instanceof ServiceFault fault && fault.code() == FaultCode.UNAVAILABLE
                        ? Future.succeededFuture()
                        : Future.failedFuture(failure))
                .map(loaded -> {
                    JsonArray set = new JsonArray();
                    keys.forEach(key -> set.add(key.publicJwk()));
                    return Records.read(new JsonObject().put("keys", set), KeySet.class);
                });
    }

    String sign(JsonObject claims, JWTOptions options) {
        return signer(Instant.now()).sign(claims, options);
    }

    private Key signer(Instant now) {
        List<Key> known = keys;
        Key chosen = known.get(0);
        for (Key key : known) {
            if (!key.signsFrom().isAfter(now)) {
                chosen = key;
            }
        }
        return chosen;
    }

    private Future<Void> load() {
        return store.list(publishedAfterRetiring).map(stored -> {
            Map<UUID, Key> known = new HashMap<>();
            keys.forEach(key -> known.put(key.id(), key));
            keys = stored.stream()
                    .map(key -> known.containsKey(key.id()) ? known.get(key.id()) : open(key))
                    .toList();
            return null;
        });
    }

    private Key open(SigningKeyStore.Stored stored) {
        JsonObject secretJwk = store.open(stored).secretJwk();
        JWTAuth auth = JWTAuth.create(vertx, new JWTAuthOptions().addJwk(secretJwk));
        return new Key(stored.id(), stored.publicJwk(), stored.signsFrom(), auth);
    }

    private record Key(UUID id, JsonObject publicJwk, Instant signsFrom, JWTAuth auth) {
        String sign(JsonObject claims, JWTOptions options) {
            return auth.generateToken(claims, options);
        }
    }
}
