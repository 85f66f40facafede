package io.ticketsafe.perf.audit;

import io.ticketsafe.perf.stage.Accounts.Account;

/** The event whose books are read, and who may read them. */
public record Event(String id, String organizationId, Account organizer) {}
