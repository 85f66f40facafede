package io.ticketsafe.tickets.sale;

import io.ticketsafe.tickets.Sheets;
import java.time.Instant;

/** Compiled sales for tests of other packages. */
public final class Sales {
    private Sales() {}

    public static Sale of(long number, Sheets sheet) {
        return SaleCompiler.compile(number, false, Instant.parse("2026-01-01T00:00:00Z"), sheet.build());
    }
}
