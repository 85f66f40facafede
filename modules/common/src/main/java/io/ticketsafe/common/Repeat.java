package io.ticketsafe.common;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/** Rounds of work, one after the other, however many: a chain of compositions would grow with each. */
public final class Repeat {
    private Repeat() {}

    /** Until a round answers false or fails. */
    public static Future<Void> whileTrue(Supplier<Future<Boolean>> round) {
        Promise<Void> done = Promise.promise();
        next(round, done);
        return done.future();
    }

    private static void next(Supplier<Future<Boolean>> round, Promise<Void> done) {
        Future.succeededFuture()
                .compose(go -> round.get())
                .onSuccess(again -> {
                    if (again) {
                        next(round, done);
                    } else {
                        done.complete();
                    }
                })
                .onFailure(done::fail);
    }
}
