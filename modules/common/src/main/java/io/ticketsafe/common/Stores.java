package io.ticketsafe.common;

import io.ticketsafe.common.pg.Database;
import io.ticketsafe.common.redis.RedisStore;
import io.vertx.core.Future;
import io.vertx.ext.mongo.MongoClient;

/** The stores of this process; each is opened when it is first asked for, and closed by the owner of this object. */
public interface Stores {
    /** The pool whose {@code search_path} is one service's schema. */
    Database postgres(String schema);

    RedisStore redis();

    MongoClient mongo();

    Future<Void> close();
}
