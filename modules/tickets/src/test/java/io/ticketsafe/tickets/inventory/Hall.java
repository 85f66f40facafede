package io.ticketsafe.tickets.inventory;

import static io.ticketsafe.common.testing.ServiceHarness.await;

import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.tickets.SaleOperations.SaleSheet;
import io.ticketsafe.tickets.Sheets;
import java.util.UUID;
import java.util.stream.IntStream;

/** A large hall: sections of 25 rows of 40 seats. */
record Hall(SaleSheet sheet, int seats) {
    private static final int ROWS = 25;
    private static final int ROW = 40;

    static Hall of(int seats) {
        Sheets sheets = Sheets.sheet();
        for (int section = 0; section < seats / ROWS / ROW; section++) {
            sheets.seated("S" + section, IntStream.range(0, ROWS).map(i -> ROW).toArray());
        }
        return new Hall(sheets.build(), seats);
    }

    /** Every other seat is sold, in so many orders, each of a buyer of its own. */
    void sellHalf(Database database, UUID event, int orders) {
        await(database.query("""
                        INSERT INTO seat_claim (event_id, seat, order_id, buyer, state)
                        SELECT $1, format('S%s-%s-%s', n / 1000, n / 40 % 25 + 1, n % 40 + 1),
                          md5('order' || n / 2 % $3)::uuid, md5('buyer' || n / 2 % $3)::uuid, 'sold'
                        FROM generate_series(0, $2 - 1, 2) n
                        """, event, seats, orders));
    }
}
