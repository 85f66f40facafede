package io.ticketsafe.common;

import io.ticketsafe.common.kafka.FactLog;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.common.redis.RedisStore;
import io.vertx.core.Future;
import io.vertx.ext.mongo.MongoClient;
import java.util.Optional;

/** The stores of this process; each is opened when it is first asked for, and closed by the owner of this object. */
public interface Stores {
    /** The pool whose {@code search_path} is one service's schema. */
    Database postgres(String schema);

    RedisStore redis();

    MongoClient mongo();

    /** The log of facts in Kafka; absent where none is configured, and facts go over the event bus. */
    default Optional<FactLog> factLog() {
        return Optional.empty();
    }

    Future<Void> close();
}
