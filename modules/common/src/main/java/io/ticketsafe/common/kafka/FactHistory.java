package io.ticketsafe.common.kafka;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;

/** All facts that are still kept somewhere, domain after domain, oldest first per subject. */
public interface FactHistory {
    /**
     * Hands over all facts up to now: with the first call from the beginning, with a further one those that came since, and
     * perhaps some of those before again.
     *
     * @param effect completes when the facts, at most 200, are applied; the next ones wait for it
     */
    Future<Void> read(Function<List<LoggedFact>, Future<?>> effect);
}
