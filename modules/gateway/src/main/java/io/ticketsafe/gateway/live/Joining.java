package io.ticketsafe.gateway.live;

import io.vertx.core.Promise;

/**
 * Somebody who waits to be let in.
 *
 * @param known id of the last event that it has; null for none
 * @param reading number of the reading of the map after which it is let in even if it knows more than the map
 */
record Joining(Long known, int reading, Loop loop, Promise<Joined> promise) {}
