package io.ticketsafe.gateway.live;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.ticketsafe.contract.tickets.SaleOperations.SeatRow;
import io.ticketsafe.contract.tickets.SeatMapOperations.SeatMapSection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One section as it is now: letters at positions, rows one position apart, or the counters of a standing one. */
final class LiveSection {
    private static final byte BETWEEN_ROWS = '|';

    /** Free, held, claimed, sold: those that changes tell of. What is kept for channels is the rest of the capacity. */
    static final int MOVING_COUNTERS = 4;

    private final String code;
    private final List<SeatRow> rows;
    private final int[] starts;
    private final byte[] letters;
    private final int[] counters;
    private int capacity;

    LiveSection(SeatMapSection section) {
        code = section.code();
        if (section.rows() == null) {
            rows = null;
            starts = null;
            letters = null;
            counters = new int[MOVING_COUNTERS];
            take(section.counters());
        } else {
            rows = section.rows();
            starts = new int[rows.size()];
            letters = lettersOf(section);
            counters = null;
            int at = 0;
            for (int i = 0; i < starts.length; i++) {
                starts[i] = at;
                at += rows.get(i).seats().length() + 1;
            }
        }
    }

    private static byte[] lettersOf(SeatMapSection section) {
        return String.join("|", section.rows().stream().map(SeatRow::seats).toList())
                .getBytes(StandardCharsets.US_ASCII);
    }

    String code() {
        return code;
    }

    boolean isSeated() {
        return letters != null;
    }

    boolean isSeat(int position) {
        return position >= 0 && position < letters.length && letters[position] != BETWEEN_ROWS;
    }

    char letter(int position) {
        return (char) letters[position];
    }

    void set(int position, char letter) {
        letters[position] = (byte) letter;
    }

    void add(int free, int held, int claimed, int sold) {
        counters[0] += free;
        counters[1] += held;
        counters[2] += claimed;
        counters[3] += sold;
    }

    Standing standing() {
        int left = capacity - counters[1] - counters[2] - counters[3];
        return new Standing(
                Math.max(0, Math.min(counters[0], left)),
                Math.max(0, counters[1] + Math.min(0, left)),
                counters[2],
                counters[3]);
    }

    /** Whether it has the same places, whatever their state. */
    boolean looksLike(SeatMapSection other) {
        if (!code.equals(other.code()) || isSeated() != (other.rows() != null)) {
            return false;
        }
        if (!isSeated()) {
            return true;
        }
        for (int i = 0; i < starts.length; i++) {
            if (other.rows().size() != starts.length
                    || other.rows().get(i).seats().length()
                            != rows.get(i).seats().length()) {
                return false;
            }
        }
        return true;
    }

    /** Takes over what differs. */
    void become(SeatMapSection other, int index, Touched touched) {
        if (isSeated()) {
            byte[] now = lettersOf(other);
            for (int i = 0; i < now.length; i++) {
                if (now[i] != letters[i]) {
                    letters[i] = now[i];
                    touched.seat(index, i);
                }
            }
            return;
        }
        int capacityBefore = capacity;
        int[] before = counters.clone();
        take(other.counters());
        if (capacity != capacityBefore || !Arrays.equals(counters, before)) {
            touched.standing(index);
        }
    }

    private void take(List<Integer> all) {
        for (int i = 0; i < MOVING_COUNTERS; i++) {
            counters[i] = all.get(i);
        }
        capacity = all.stream().mapToInt(Integer::intValue).sum();
    }

    /** The rows with their letters; null of a standing section. */
    List<SeatRow> show() {
        if (!isSeated()) {
            return null;
        }
        List<SeatRow> shown = new ArrayList<>(starts.length);
        for (int i = 0; i < starts.length; i++) {
            SeatRow row = rows.get(i);
            String seats = new String(letters, starts[i], row.seats().length(), StandardCharsets.US_ASCII);
            shown.add(new SeatRow(row.label(), seats, row.names(), row.accessible()));
        }
        return shown;
    }

    /** {@code SECTION-ROW-SEAT}, as part of a JSON text. */
    void appendLabel(int position, StringBuilder json) {
        int low = 0;
        int high = starts.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (starts[middle] <= position) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        SeatRow row = rows.get(low);
        int index = position - starts[low];
        JsonStringEncoder encoder = JsonStringEncoder.getInstance();
        encoder.quoteAsString(code, json);
        json.append('-');
        encoder.quoteAsString(row.label(), json);
        json.append('-');
        if (row.names() == null) {
            json.append(index + 1);
        } else {
            encoder.quoteAsString(row.names().get(index), json);
        }
    }

    /** What a standing section has, as {@code GET availability} counts it. */
    record Standing(int free, int held, int claimed, int sold) {}
}
