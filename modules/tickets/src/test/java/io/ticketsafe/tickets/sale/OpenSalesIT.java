package io.ticketsafe.tickets.sale;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.tickets.Sheets.sheet;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.tickets.BoxOffice;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which sales the background work looks after. */
class OpenSalesIT {
    private static BoxOffice office;
    private static SaleRepository repository;

    @BeforeAll
    static void open() {
        office = BoxOffice.open();
        repository = new SaleRepository(office.database());
    }

    @AfterAll
    static void close() {
        office.close();
    }

    private final UUID coming = office.sell(sheet().seated("A", 2));
    private final UUID over =
            office.sell(sheet().seated("A", 2).starting(Instant.now().minus(Duration.ofDays(2))));

    @Test
    void whatIsLongOverIsNotOpen() {
        assertThat(await(repository.open())).contains(coming).doesNotContain(over);
    }

    @Test
    void theMigrationTellsTheEndOfOldSales() throws IOException {
        // Given
        await(office.database().query("UPDATE sale SET ends_at = NULL"));
        // When
        try (InputStream sql = getClass().getResourceAsStream("/db/migration/tickets/V0006__sale_ends_at_of_all.sql")) {
            await(office.database().query(new String(sql.readAllBytes(), UTF_8)));
        }
        // Then
        assertThat(await(repository.open())).contains(coming).doesNotContain(over);
        assertThat(await(office.database().query("SELECT 1 FROM sale WHERE ends_at IS NULL"))
                        .size())
                .isZero();
    }
}
