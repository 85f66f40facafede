package io.ticketsafe.gateway.http;

import io.vertx.core.Future;

/** Answers the requests of one route, once they are known to be welcome. A failed Future becomes a problem document. */
@FunctionalInterface
public interface Endpoint {
    Future<Answer> answer(Exchange exchange);
}
