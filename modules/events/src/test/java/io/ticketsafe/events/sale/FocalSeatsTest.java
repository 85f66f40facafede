package io.ticketsafe.events.sale;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import io.ticketsafe.contract.events.VenueOperations.Row;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FocalSeatsTest {
    @Test
    void aRowThatIsShiftedIsFilledFromWhereItFacesTheFrontRow() {
        // Given
        List<Row> rows = List.of(row(0, 0, 6), row(0, 1, 6), row(0, 2, 10), row(-4, 3, 8), row(20, 4, 5));
        // When
        double[] point = FocalSeats.point(rows);
        List<Integer> focal = new ArrayList<>();
        rows.forEach(row -> focal.add(FocalSeats.of(row, point)));
        // Then
        assertThat(point).containsExactly(2.5, 0);
        assertThat(focal).containsExactly(null, null, 5, 13, 0);
    }

    @Test
    void thereIsNoFocalPointWithoutPositions() {
        // Given
        Row bare = new Row("2", IntNode.valueOf(4), null, null);
        // When, then
        assertThat(FocalSeats.point(List.of(row(0, 0, 4), bare))).isNull();
    }

    private static Row row(double x, double y, int seats) {
        List<List<Double>> positions = new ArrayList<>();
        for (int i = 0; i < seats; i++) {
            positions.add(List.of(x + i, y));
        }
        return new Row("r" + y, IntNode.valueOf(seats), null, positions);
    }
}
