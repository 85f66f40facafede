package io.ticketsafe.dev;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Server programs unpacked once per user; unpacking them takes longer than starting them. */
final class BinaryCache {
    private BinaryCache() {}

    /** A folder that only this user writes to: {@code ~/.cache/ticketsafe}, or one under the temporary folder. */
    static Path folder() {
        Path home = Path.of(System.getProperty("user.home"), ".cache", "ticketsafe");
        Path fallback = Path.of(System.getProperty("java.io.tmpdir"), "ticketsafe-" + System.getProperty("user.name"));
        for (Path candidate : new Path[] {home, fallback}) {
            try {
                Files.createDirectories(candidate);
                if (Files.isWritable(candidate)) {
                    return candidate;
                }
            } catch (IOException e) {
                // the next candidate may do
            }
        }
        throw new StoreException("neither " + home + " nor " + fallback + " can be written");
    }

    /** The resource as an executable file; written beside and moved, so that another process never sees half of it. */
    static Path executable(String resource) {
        Path file = folder().resolve(resource.substring(resource.lastIndexOf('/') + 1));
        if (Files.isExecutable(file)) {
            return file;
        }
        try (InputStream in = BinaryCache.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new StoreException("no server program " + resource + " for this operating system");
            }
            Path half = Files.createTempFile(folder(), "unpack", ".tmp");
            Files.copy(in, half, StandardCopyOption.REPLACE_EXISTING);
            if (!half.toFile().setExecutable(true)) {
                throw new StoreException("cannot make " + half + " executable");
            }
            return Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new StoreException("cannot unpack " + resource + " into " + file.getParent(), e);
        }
    }
}
