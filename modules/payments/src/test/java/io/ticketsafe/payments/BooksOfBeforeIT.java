package io.ticketsafe.payments;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.testing.ServiceHarness;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What was booked before there were shares is still right afterwards. */
class BooksOfBeforeIT {
    private static final String MIGRATIONS = "/db/migration/payments/";

    @Test
    void entriesGetTheirPartyOrderAndEvent() {
        try (ServiceHarness harness = ServiceHarness.start("payments")) {
            // Given
            SqlConnection connection =
                    await(harness.context().stores().postgres("payments").connection());
            run(connection, "CREATE SCHEMA books_before; SET search_path TO books_before");
            run(connection, script("V0001__payments.sql"));
            UUID payment = Ids.next();
            UUID order = Ids.next();
            UUID event = Ids.next();
            UUID organizer = Ids.next();
            await(connection.preparedQuery("""
                            INSERT INTO payment (id, order_id, event_id, organization_id, payer_id, amount_minor, currency, method,
                              request_hash, provider, state, captured_minor, refunded_minor)
                            VALUES ($1, $2, $3, $4, $4, 100, 'BRL', 'card', '', 'sandbox', 'captured', 100, 30)
                            """).execute(Tuple.of(payment, order, event, organizer)));
            await(connection.preparedQuery("""
                            INSERT INTO ledger (entry_group, account, payment_id, organization_id, kind, amount_minor, currency)
                            VALUES ($1, 'provider', $1, $2, 'capture', 100, 'BRL'), ($1, 'organizer', $1, $2, 'capture', -100, 'BRL'),
                              ($3, 'provider', $1, $2, 'refund', -30, 'BRL'), ($3, 'organizer', $1, $2, 'refund', 30, 'BRL')
                            """).execute(Tuple.of(payment, organizer, Ids.next())));
            // When
            run(connection, script("V0002__shares.sql"));
            // Then
            List<String> entries = new ArrayList<>();
            for (Row row : await(connection
                    .query("SELECT * FROM ledger ORDER BY booked_at, amount_minor DESC")
                    .execute())) {
                assertThat(row.getUUID("order_id")).isEqualTo(order);
                assertThat(row.getUUID("event_id")).isEqualTo(event);
                String party = row.getUUID("party") == null ? "-" : "organizer";
                assertThat(row.getUUID("party")).isIn(null, organizer);
                entries.add(String.join(
                        " ",
                        row.getString("account"),
                        party,
                        row.getString("kind"),
                        row.getLong("amount_minor").toString()));
            }
            assertThat(entries)
                    .containsExactlyInAnyOrder(
                            "provider - sale 100",
                            "organizer organizer sale -100",
                            "provider - refund -30",
                            "organizer organizer refund 30");
            Future<?> change = connection.query("DELETE FROM ledger").execute();
            assertThat(await(change.transform(done -> Future.succeededFuture(done.cause())))
                            .getMessage())
                    .contains("append-only");
            await(connection.close());
        }
    }

    private static void run(SqlConnection connection, String sql) {
        await(connection.query(sql).execute());
    }

    private static String script(String name) {
        try (InputStream file = BooksOfBeforeIT.class.getResourceAsStream(MIGRATIONS + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
