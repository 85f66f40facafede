package io.ticketsafe.tickets.inventory;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.tickets.Sheets.sheet;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import io.ticketsafe.tickets.BoxOffice;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Events that ended long ago leave Redis, and come back if somebody asks for them. */
class UnloadIT {
    private static BoxOffice office;

    @BeforeAll
    static void open() {
        office = BoxOffice.open();
    }

    @AfterAll
    static void close() {
        office.close();
    }

    @Test
    void anEventThatEndedLongAgoLeavesRedisAndComesBackWhenAskedFor() {
        // Given
        UUID event = office.sell(sheet().seated("A", 5)
                .standing("S", 5)
                .channel("north", "A-1-1")
                .blocked("A-1-2"));
        UUID order = Ids.next();
        UUID owner = Ids.next();
        office.claim(event, order, owner, "sold", "A-1-5");
        await(office.seats().settle(event, order, owner, Places.NONE));
        office.hold(office.buyer(), event, "A-1-4");
        ended(event, 8, 20);
        // When
        unload();
        // Then
        assertThat(office.remember(event)).isEmpty();
        assertThat(isLoaded(event)).isFalse();
        assertThat(office.letters(event, "A")).isEqualTo("bbffs");
        assertThat(isLoaded(event)).isTrue();
        unload();
        assertThat(office.remember(event)).isNotEmpty();
    }

    @Test
    void anEventThatEndedLatelyStays() {
        // Given
        UUID recent = office.sell(sheet().seated("A", 5));
        ended(recent, 6, 20);
        UUID comes = office.sell(sheet().seated("A", 5));
        ended(comes, -1, 20);
        // When
        unload();
        // Then
        assertThat(office.remember(recent)).isNotEmpty();
        assertThat(office.remember(comes)).isNotEmpty();
        assertThat(isLoaded(recent)).isTrue();
    }

    private static void ended(UUID event, int daysAgo, int loadedDaysAgo) {
        await(office.database().query("""
                UPDATE sale SET ends_at = now() - make_interval(days => $2), loaded_at = now() - make_interval(days => $3)
                WHERE event_id = $1
                """, event, daysAgo, loadedDaysAgo));
    }

    private static void unload() {
        await(office.inventory().unloader().unloadSome());
    }

    private static boolean isLoaded(UUID event) {
        return await(office.database()
                        .query("SELECT loaded_at IS NOT NULL AS loaded FROM sale WHERE event_id = $1", event))
                .iterator()
                .next()
                .getBoolean("loaded");
    }
}
