package io.ticketsafe.events.task;

import java.util.Locale;

/** What must happen elsewhere because an event changed. */
public enum TaskKind {
    /** Open the sale of a draft, then say that it is published. */
    PUBLISH,
    /** Give the tickets service the sheet of a published event that was edited. */
    SHEET,
    /** Have the tickets service end the sale. */
    CANCEL,
    /** Write the public catalogue's copy. */
    CATALOGUE;

    String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    static TaskKind of(String column) {
        return valueOf(column.toUpperCase(Locale.ROOT));
    }
}
