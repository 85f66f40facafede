package io.ticketsafe.tickets.ticket;

import static io.ticketsafe.common.pg.Database.query;

import io.ticketsafe.common.crypto.SealedColumn;
import io.ticketsafe.common.crypto.SecretBox;
import io.ticketsafe.common.pg.Database;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;

/** The keys that sign ticket codes; the private halves lie sealed. */
public final class TicketKeyStore {
    private static final String SEALED_FOR = "tickets.ticket_key";
    public static final SealedColumn PRIVATE_KEYS =
            new SealedColumn("tickets", "ticket_key", "number", "int", "private_key", number -> SEALED_FOR);
    private static final int FIRST = 1;

    private static final String SERIALIZE_CREATORS = "SELECT pg_advisory_xact_lock(hashtextextended('ticket_key', 0))";
    private static final String ALL = "SELECT number, public_key, private_key FROM ticket_key ORDER BY number";
    private static final String ADD = "INSERT INTO ticket_key (number, public_key, private_key) VALUES ($1, $2, $3)";

    private final Database database;
    private final SecretBox secrets;

    public TicketKeyStore(Database database, SecretBox secrets) {
        this.database = database;
        this.secrets = secrets;
    }

    /** Every key there is; the very first start makes the first one, also when several processes start at once. */
    public Future<TicketKeys> load() {
        return database.query(ALL)
                .compose(rows -> rows.size() > 0
                        ? Future.succeededFuture(rows)
                        : createFirst().compose(created -> database.query(ALL)))
                .map(this::read);
    }

    private Future<Void> createFirst() {
        return database.inTransaction(transaction -> query(transaction, SERIALIZE_CREATORS)
                .compose(locked -> query(transaction, ALL))
                .compose(rows -> {
                    if (rows.size() > 0) {
                        return Future.succeededFuture();
                    }
                    KeyPair pair = generate();
                    byte[] sealed = secrets.seal(pair.getPrivate().getEncoded(), SEALED_FOR);
                    return query(
                                    transaction,
                                    ADD,
                                    FIRST,
                                    Buffer.buffer(pair.getPublic().getEncoded()),
                                    Buffer.buffer(sealed))
                            .mapEmpty();
                }));
    }

    private TicketKeys read(RowSet<Row> rows) {
        List<TicketKeys.Pair> pairs = new ArrayList<>();
        for (Row row : rows) {
            pairs.add(TicketKeys.Pair.decode(
                    row.getInteger("number"),
                    row.getBuffer("public_key").getBytes(),
                    secrets.open(row.getBuffer("private_key").getBytes(), SEALED_FOR)));
        }
        return new TicketKeys(pairs);
    }

    static KeyPair generate() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
