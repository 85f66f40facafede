package io.ticketsafe.app.cli;

import io.ticketsafe.app.Keys;
import io.ticketsafe.common.config.SecurityConfig;
import io.ticketsafe.common.crypto.Keyring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The keyset of a dev process, made once and kept with its data. */
final class DevKeys {
    private DevKeys() {}

    static Path fileIn(Path folder) {
        return folder.resolve("keys").resolve("keyset.json");
    }

    /** Makes it where the configuration names this one and there is none. */
    static void ensureIn(Path folder, SecurityConfig security) {
        Path file = fileIn(folder);
        if (!file.equals(security.keys().file()) || Files.exists(file)) {
            return;
        }
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            throw new UsageException("data folder " + folder + " cannot be written");
        }
        Keys.file(security).create(Keyring.generate(security.masterKey().value()));
    }
}
