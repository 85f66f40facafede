package io.ticketsafe.app.architecture.bad.tickets;

import java.sql.Connection;

/** Uses a driver that blocks. */
record Jdbc(Connection connection) {}
