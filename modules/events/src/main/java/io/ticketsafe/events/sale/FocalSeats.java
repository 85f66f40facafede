package io.ticketsafe.events.sale;

import io.ticketsafe.contract.events.VenueOperations.Row;
import java.util.List;

/**
 * Which seat of a row is looked at first for the best available, where the plan says where seats stand. The focal point of
 * a section is the middle of its front row, for that is the side that it looks to.
 */
final class FocalSeats {
    private FocalSeats() {}

    /** The focal point as x, y of the plan; null where not every row has positions. */
    static double[] point(List<Row> rows) {
        for (Row row : rows) {
            if (row.positions() == null || row.positions().isEmpty()) {
                return null;
            }
        }
        List<List<Double>> front = rows.get(0).positions();
        double[] first = at(front, 0);
        double[] last = at(front, 2 * (front.size() - 1));
        return new double[] {(first[0] + last[0]) / 2, (first[1] + last[1]) / 2};
    }

    /** Twice the index of the place in the row, a seat or between two, that is nearest to the point; null for the row's middle. */
    static Integer of(Row row, double[] point) {
        int middle = row.positions().size() - 1;
        int best = middle;
        double nearest = distance(at(row.positions(), middle), point);
        for (int place = 0; place <= 2 * middle; place++) {
            double distance = distance(at(row.positions(), place), point);
            if (distance < nearest - 1e-9) {
                best = place;
                nearest = distance;
            }
        }
        return best == middle ? null : best;
    }

    private static double[] at(List<List<Double>> positions, int place) {
        List<Double> left = positions.get(place / 2);
        List<Double> right = positions.get((place + 1) / 2);
        return new double[] {(left.get(0) + right.get(0)) / 2, (left.get(1) + right.get(1)) / 2};
    }

    private static double distance(double[] a, double[] b) {
        return Math.hypot(a[0] - b[0], a[1] - b[1]);
    }
}
