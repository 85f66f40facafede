package io.ticketsafe.dev;

/** The data folder cannot be used: it cannot be written, or somebody else uses it. */
public final class FolderException extends StoreException {
    public FolderException(String message) {
        super(message);
    }

    public FolderException(String message, Throwable cause) {
        super(message, cause);
    }
}
