package io.ticketsafe.dev;

import io.zonky.test.db.postgres.util.ArchUtils;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The programs of PostgreSQL, unpacked once per user and version. */
record PostgresPrograms(Path folder) {
    static PostgresPrograms unpack() {
        String resource = "/postgres-" + system() + "-" + ArchUtils.normalize(System.getProperty("os.arch")) + ".txz";
        URL archive = PostgresPrograms.class.getResource(resource);
        if (archive == null) {
            throw new StoreException("no embedded PostgreSQL for this operating system: " + resource + " is missing");
        }
        Path folder = BinaryCache.folder().resolve(versionedName(archive));
        try {
            if (!Files.isDirectory(folder)) {
                extract(archive, folder);
            }
        } catch (IOException e) {
            throw new StoreException("cannot unpack PostgreSQL into " + folder, e);
        }
        return new PostgresPrograms(folder);
    }

    /** Runs one program to its end with its output appended to the log; true when it succeeded. */
    boolean run(Path log, Duration patience, String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            // PostgreSQL refuses to run as root; a user namespace makes it somebody else to itself.
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(folder.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            throw new StoreException(program + " does not run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while " + program + " runs", e);
        }
    }

    private static String system() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.contains("mac") ? "darwin" : name;
    }

    /** The name of the archive's jar carries the version; an archive outside a jar is only seen while developing it. */
    private static String versionedName(URL archive) {
        String path = archive.getPath();
        int end = path.indexOf(".jar!");
        return end < 0 ? "postgres" : path.substring(path.lastIndexOf('/', end) + 1, end);
    }

    /** Unpacks beside and moves, so that another process never sees half of it; who comes second keeps the first's. */
    private static void extract(URL archive, Path folder) throws IOException {
        Path half = Files.createTempDirectory(BinaryCache.folder(), "unpack");
        try (InputStream in = archive.openStream();
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(in, 1 << 16)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                extractEntry(tar, entry, half);
            }
        }
        try {
            Files.move(half, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Folders.delete(half);
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    private static void extractEntry(TarArchiveInputStream tar, TarArchiveEntry entry, Path root) throws IOException {
        Path target = root.resolve(entry.getName()).normalize();
        if (!target.startsWith(root)) {
            throw new IOException("entry " + entry.getName() + " leads out of the archive");
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink() || entry.isLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, target);
        if (target.getParent().endsWith("bin") && !target.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + target + " executable");
        }
    }
}
