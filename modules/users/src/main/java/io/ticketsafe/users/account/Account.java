package io.ticketsafe.users.account;

import io.ticketsafe.contract.users.UserOperations.User;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;

/** A person with an account that is not erased. */
record Account(
        UUID id, String email, String emailKey, String name, String passwordHash, boolean admin, Instant createdAt) {

    static Account of(Row row) {
        return new Account(
                row.getUUID("id"),
                row.getString("email"),
                row.getString("email_key"),
                row.getString("name"),
                row.getString("password_hash"),
                row.getBoolean("admin"),
                row.getOffsetDateTime("created_at").toInstant());
    }

    Account withPasswordHash(String hash) {
        return new Account(id, email, emailKey, name, hash, admin, createdAt);
    }

    User toUser() {
        return new User(id, email, name, createdAt);
    }

    @Override
    public String toString() {
        return "Account[" + id + "]";
    }
}
