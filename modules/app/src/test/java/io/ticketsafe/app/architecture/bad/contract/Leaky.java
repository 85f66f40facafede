package io.ticketsafe.app.architecture.bad.contract;

import io.vertx.sqlclient.Row;

/** Lets a store into the contract. */
record Leaky(Row row) {}
