package io.ticketsafe.events.catalogue;

import static io.ticketsafe.events.Faults.pointersOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageCursorTest {
    @Test
    void aCursorComesBackAsItWas() {
        // Given
        PageCursor cursor = new PageCursor(1_900_000_000_000L, Ids.next());
        // When
        PageCursor decoded = PageCursor.decode(cursor.encode());
        // Then
        assertThat(decoded).isEqualTo(cursor);
        assertThat(cursor.encode()).matches("[A-Za-z0-9_-]+");
        assertThat(PageCursor.decode(null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "!!!", "bm90LWEtY3Vyc29y", "MS8xMjM0NTY3ODkwMTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY", "ü"})
    void whatNoPageAnsweredIsRefused(String cursor) {
        assertThat(pointersOf(() -> PageCursor.decode(cursor))).containsExactly("query/cursor");
    }
}
