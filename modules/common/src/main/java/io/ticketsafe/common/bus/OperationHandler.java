package io.ticketsafe.common.bus;

import io.vertx.core.Future;

/** Answers one operation. A thrown or failed {@code ServiceFault} is an answer too; anything else is a bug. */
@FunctionalInterface
public interface OperationHandler<Q, R> {
    Future<R> handle(Q request, Call call);
}
