package io.ticketsafe.bench;

/**
 * An event on sale.
 *
 * @param sheet version of its sale sheet, as the inventory knows it
 */
public record Show(String id, String sheet) {
    /** What all keys of the event begin with. */
    public String prefix() {
        return "ts:{" + id + "}:";
    }
}
