package io.ticketsafe.events.channel;

import static io.ticketsafe.common.pg.Database.query;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.type.TypeReference;
import io.ticketsafe.common.crypto.SealedColumn;
import io.ticketsafe.common.crypto.SecretBox;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.Json;
import io.ticketsafe.contract.events.EventOperations.Channel;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Channels in PostgreSQL, their keys sealed. */
public final class ChannelStore {
    public static final SealedColumn KEYS_OF_CHANNELS =
            new SealedColumn("events", "event_channels", "event_id", "uuid", "sealed_keys", ChannelStore::purpose);

    private static final TypeReference<Map<String, List<String>>> KEYS = new TypeReference<>() {};
    private static final String FIND = """
            SELECT definition::text AS definition, sealed_keys FROM event_channels WHERE event_id = $1
            """;
    private static final String WRITE = """
            INSERT INTO event_channels (event_id, definition, sealed_keys) VALUES ($1, $2::text::json, $3)
            ON CONFLICT (event_id) DO UPDATE SET definition = excluded.definition, sealed_keys = excluded.sealed_keys
            """;

    private final Database database;
    private final SecretBox secrets;

    public ChannelStore(Database database, SecretBox secrets) {
        this.database = requireNonNull(database);
        this.secrets = requireNonNull(secrets);
    }

    /** Nothing, with empty lists, where there never was any. */
    public Future<Assigned> find(UUID eventId) {
        return database.query(FIND, eventId).map(rows -> read(eventId, rows));
    }

    Future<Assigned> find(SqlConnection transaction, UUID eventId) {
        return query(transaction, FIND, eventId).map(rows -> read(eventId, rows));
    }

    Future<Void> write(SqlConnection transaction, UUID eventId, Assigned assigned) {
        Map<String, List<String>> keys = new HashMap<>();
        for (Channel channel : assigned.channels()) {
            if (channel.keys() != null) {
                keys.put(channel.code(), channel.keys());
            }
        }
        List<Channel> bare = assigned.channels().stream()
                .map(channel -> withKeys(channel, null))
                .toList();
        try {
            byte[] sealed = secrets.seal(Json.MAPPER.writeValueAsBytes(keys), purpose(eventId));
            String definition = Json.MAPPER.writeValueAsString(new Assigned(bare, assigned.blocked()));
            return query(transaction, WRITE, eventId, definition, Buffer.buffer(sealed))
                    .mapEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Assigned read(UUID eventId, RowSet<Row> rows) {
        for (Row row : rows) {
            try {
                byte[] opened = secrets.open(row.getBuffer("sealed_keys").getBytes(), purpose(eventId));
                Map<String, List<String>> keys = Json.MAPPER.readValue(opened, KEYS);
                Assigned bare = Json.MAPPER.readValue(row.getString("definition"), Assigned.class);
                List<Channel> channels = bare.channels().stream()
                        .map(channel -> withKeys(channel, keys.get(channel.code())))
                        .toList();
                return new Assigned(channels, bare.blocked());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Assigned.NOTHING;
    }

    private static Channel withKeys(Channel channel, List<String> keys) {
        return new Channel(
                channel.code(),
                channel.name(),
                keys,
                channel.organizationId(),
                channel.seats(),
                channel.standing(),
                channel.releaseAt(),
                channel.commissionPercent());
    }

    private static String purpose(Object eventId) {
        return "channel keys of event " + eventId;
    }
}
