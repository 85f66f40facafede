package io.ticketsafe.dev;

/** An embedded store could not start or stop; the message is one line, fit to be shown to a user. */
public class StoreException extends RuntimeException {
    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
