package io.ticketsafe.tickets.inventory;

import static io.ticketsafe.tickets.Sheets.sheet;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import io.ticketsafe.tickets.sale.Sale;
import io.ticketsafe.tickets.sale.Sales;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HoldIdTest {
    private final UUID caller = Ids.next();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 77, 1_000_000, (1L << 30) - 1})
    void theSaleIsFoundInTheId(long number) {
        // Given
        Sale sale = Sales.of(number, sheet().seated("A", 3));
        // When
        UUID random = HoldId.random(sale);
        UUID derived = HoldId.derived(sale, caller, "key", 0);
        // Then
        assertThat(random.version()).isEqualTo(7);
        assertThat(random.variant()).isEqualTo(2);
        assertThat(derived.version()).isEqualTo(7);
        assertThat(derived.variant()).isEqualTo(2);
        assertThat(HoldId.saleNumber(random)).isEqualTo(number);
        assertThat(HoldId.saleNumber(derived)).isEqualTo(number);
    }

    @Test
    void theSameKeyOfTheSameCallerIsTheSameId() {
        // Given
        Sale sale = Sales.of(5, sheet().seated("A", 3));
        UUID id = HoldId.derived(sale, caller, "key", 0);
        // When, then
        assertThat(HoldId.derived(sale, caller, "key", 0)).isEqualTo(id);
        assertThat(HoldId.derived(sale, caller, "key2", 0)).isNotEqualTo(id);
        assertThat(HoldId.derived(sale, caller, "key", 1)).isNotEqualTo(id);
        assertThat(HoldId.derived(sale, Ids.next(), "key", 0)).isNotEqualTo(id);
    }

    @Test
    void idsDoNotMeet() {
        // Given
        Sale sale = Sales.of(5, sheet().seated("A", 3));
        // When
        Set<UUID> ids = new HashSet<>();
        for (int i = 0; i < 50_000; i++) {
            ids.add(HoldId.random(sale));
            ids.add(HoldId.derived(sale, caller, "key" + i, 0));
        }
        // Then
        assertThat(ids).hasSize(100_000);
        assertThat(ids.stream().map(HoldId::raw).map(ByteBuffer::wrap).distinct())
                .as("as Redis has them")
                .hasSize(100_000);
    }

    @Test
    void idsThatWereMadeUpLeadToNoSale() {
        // Given
        UUID id = HoldId.random(Sales.of(5, sheet().seated("A", 3)));
        // When
        long hits = IntStream.range(0, 48)
                .filter(bit -> HoldId.saleNumber(
                                new UUID(id.getMostSignificantBits() ^ 1L << (16 + bit), id.getLeastSignificantBits()))
                        < 1_000)
                .count();
        // Then
        assertThat(hits).isZero();
        assertThat(HoldId.saleNumber(new UUID(0, 1))).isEqualTo(-1);
        assertThat(HoldId.saleNumber(UUID.fromString("00000000-0000-7000-8000-000000000001")))
                .isGreaterThan(1_000);
        assertThat(HoldId.saleNumber(UUID.randomUUID())).isEqualTo(-1);
    }
}
