package io.ticketsafe.app.architecture.bad.gateway;

import io.ticketsafe.app.architecture.bad.tickets.Blocking;

/** Calls a service without the bus. */
record Shortcut(Blocking service) {}
