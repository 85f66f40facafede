package io.ticketsafe.contract;

/** The request or reply of an operation that needs no content: the JSON object {@code {}}. */
public record Nothing() {
    public static final Nothing NOTHING = new Nothing();
}
