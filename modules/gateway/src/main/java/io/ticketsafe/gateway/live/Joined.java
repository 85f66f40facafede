package io.ticketsafe.gateway.live;

import io.vertx.core.buffer.Buffer;

/**
 * Where a viewer begins.
 *
 * @param audience with whom it is sent what follows
 * @param first what it is sent at once: the snapshot, or what it missed
 * @param at the frame that this stands for; the ones after it are to be sent
 */
record Joined(Audience audience, Buffer first, Frame at) {}
