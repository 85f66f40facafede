package io.ticketsafe.app.architecture.bad.users;

import io.ticketsafe.app.architecture.bad.tickets.Blocking;

/** Reaches into another service. */
record Nosy(Blocking other) {}
