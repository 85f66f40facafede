package io.ticketsafe.dev;

import java.io.IOException;
import java.nio.file.Path;

/** A program to be killed by a test: starts the stores in a folder, writes a value, says so, and waits. */
final class StoresProgram {
    private StoresProgram() {}

    public static void main(String[] arguments) throws IOException {
        EmbeddedStores stores = EmbeddedStores.start(Path.of(arguments[0]), EmbeddedStores.Options.defaults());
        StoreClients.write(stores, arguments[1]);
        System.out.println("written");
        System.out.flush();
        if (System.in.read() >= 0) {
            throw new IllegalStateException("nobody writes to this program");
        }
    }
}
