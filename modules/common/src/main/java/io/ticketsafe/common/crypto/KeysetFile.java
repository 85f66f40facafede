package io.ticketsafe.common.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ticketsafe.common.config.ConfigException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;
import java.util.function.Function;

/** A keyset in a file that nobody else may read, replaced as a whole. Every refusal is a {@link ConfigException}. */
public final class KeysetFile {
    private static final long LONGEST = 1 << 20;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> NOBODYS = Set.of(
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private final Path path;
    private final String masterKey;

    public KeysetFile(Path path, String masterKey) {
        this.path = path;
        this.masterKey = masterKey;
    }

    /** @param text of the file, by which two states of it are told apart */
    record Content(String text, Keyring keys) {}

    public Keyring read() {
        return content().keys();
    }

    Content content() {
        String text = text();
        try {
            return new Content(text, Keyring.parse(text, masterKey));
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    String text() {
        try {
            requirePrivate();
            if (Files.size(path) > LONGEST) {
                throw wrong("is too long for a keyset");
            }
            return Files.readString(path);
        } catch (NoSuchFileException e) {
            throw wrong("is not there; make it with: ./ticketsafe keys init");
        } catch (IOException e) {
            throw wrong("cannot be read");
        }
    }

    /** When it was last replaced. */
    public Instant changedAt() {
        try {
            return Files.getLastModifiedTime(path).toInstant();
        } catch (IOException e) {
            throw wrong("cannot be read");
        }
    }

    /** Makes the file; what is there already stays, and is refused. */
    public void create(Keyring keys) {
        if (Files.exists(path)) {
            throw wrong("is there already");
        }
        write(keys);
    }

    /**
     * Lets nobody else change the file meanwhile.
     *
     * @param change what the file has becomes what it shall have; null for no change
     */
    public void change(Function<Keyring, Keyring> change) {
        Path lock = path.resolveSibling(path.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(
                        lock, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), ownerOnly());
                FileLock held = channel.tryLock()) {
            if (held == null) {
                throw wrong("is being changed by somebody else at this moment");
            }
            Keyring changed = change.apply(read());
            if (changed != null) {
                write(changed);
            }
        } catch (OverlappingFileLockException e) {
            throw wrong("is being changed by somebody else at this moment");
        } catch (IOException e) {
            throw wrong("cannot be changed: " + lock + " cannot be written");
        }
    }

    /** The new file is its predecessor's owner's, or the processes that read it could not any more. */
    private void write(Keyring keys) {
        try {
            boolean exists = Files.exists(path);
            Path target = exists ? path.toRealPath() : path;
            Path fresh = target.resolveSibling(target.getFileName() + ".new");
            Files.deleteIfExists(fresh);
            try (FileChannel channel = FileChannel.open(
                    fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly())) {
                ByteBuffer text = ByteBuffer.wrap(keys.toJson().getBytes(UTF_8));
                while (text.hasRemaining()) {
                    channel.write(text);
                }
                channel.force(true);
            }
            if (exists && isPosix()) {
                inherit(fresh, Files.readAttributes(target, PosixFileAttributes.class));
            }
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw wrong("cannot be written");
        }
    }

    private void inherit(Path fresh, PosixFileAttributes predecessor) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
        PosixFileAttributes own = view.readAttributes();
        try {
            if (!own.owner().equals(predecessor.owner())) {
                view.setOwner(predecessor.owner());
            }
            if (!own.group().equals(predecessor.group())) {
                view.setGroup(predecessor.group());
            }
            view.setPermissions(predecessor.permissions());
        } catch (IOException e) {
            Files.deleteIfExists(fresh);
            throw wrong("belongs to " + predecessor.owner() + ":" + predecessor.group() + "; run this as that user");
        }
    }

    private void requirePrivate() throws IOException {
        if (!isPosix()) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
        if (permissions.stream().anyMatch(NOBODYS::contains)) {
            throw wrong("may be read or changed by others (" + PosixFilePermissions.toString(permissions)
                    + "); run: chmod 600 " + path);
        }
    }

    private FileAttribute<?>[] ownerOnly() {
        return isPosix()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }

    private boolean isPosix() {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private ConfigException wrong(String what) {
        return new ConfigException("keyset " + path + " " + what);
    }
}
