package io.ticketsafe.gateway.live;

import io.vertx.core.buffer.Buffer;

/**
 * Where a viewer begins.
 *
 * @param first what it is sent at once: the snapshot, or what it missed
 * @param at the frame that this stands for; the ones after it are to be sent
 */
record Joined(Feed feed, Buffer first, Frame at) {}
