package io.ticketsafe.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Log files of the embedded servers: at most two of a bounded size each per server start. */
final class LogFiles {
    private static final long MAX_BYTES = 5 << 20;

    private LogFiles() {}

    /** Sets a large log aside as {@code <name>.old} before a server starts. */
    static void rotate(Path log) {
        try {
            if (Files.exists(log) && Files.size(log) > MAX_BYTES) {
                Files.move(log, log.resolveSibling(log.getFileName() + ".old"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new StoreException("log file " + log + " cannot be moved", e);
        }
    }
}
