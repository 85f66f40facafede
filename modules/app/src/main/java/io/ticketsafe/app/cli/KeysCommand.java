package io.ticketsafe.app.cli;

import io.ticketsafe.app.Config;
import io.ticketsafe.app.Keys;
import io.ticketsafe.app.Logging;
import io.ticketsafe.common.config.ConfigLoader;
import io.ticketsafe.common.config.KeysConfig;
import io.ticketsafe.common.config.SecurityConfig;
import io.ticketsafe.common.crypto.Keyring;
import io.ticketsafe.common.crypto.KeysetFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The keys by which customers, tokens and private keys are sealed. */
@Command(
        name = "keys",
        description = {
            "Makes, shows and rotates the keys by which customers, payment tokens and private keys are sealed.",
            "",
            "A rotation takes no process down: 'rotate' adds a key, which every process reads within seconds; 'rotate' again lets"
                    + " new values be sealed by it; 'retire' seals the old values anew and removes the old keys."
        },
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class KeysCommand implements Callable<Integer> {
    /** Beside the time between two readings, which differs by a quarter. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    @Spec
    private CommandSpec spec;

    static CommandLine line() {
        return new CommandLine(new KeysCommand())
                .addSubcommand(new Init())
                .addSubcommand(new Show())
                .addSubcommand(new Rotate())
                .addSubcommand(new RetireKeysCommand());
    }

    @Override
    public Integer call() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "a command is missing: init, show, rotate or retire");
    }

    /** What each of them does: reads the configuration, and says what it did. */
    abstract static class Work implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Option(
                names = "--config",
                paramLabel = "FILE",
                required = true,
                description = "YAML or JSON file, whose security.keys.file names the file of the keys.")
        private Path file;

        @Override
        public Integer call() {
            Config config = ConfigLoader.load(Config.class, file, System.getenv(), Map.of());
            Logging.configure(config.logging(), config.profile());
            work(config, keysOf(config));
            return ExitCodes.STOPPED;
        }

        abstract void work(Config config, KeysetFile keys);

        void say(String line) {
            spec.commandLine().getOut().println(line);
            spec.commandLine().getOut().flush();
        }

        private static KeysetFile keysOf(Config config) {
            KeysConfig keys = config.security().keys();
            if (keys.keyset() != null) {
                throw new UsageException(
                        "security.keys.keyset is a value; only a file, security.keys.file, can be changed here");
            }
            if (keys.file() == null) {
                throw new UsageException("security.keys.file is not set");
            }
            return Keys.file(config.security());
        }
    }

    /** Begins with the key that processes without a keyset use, so that those that have it and those that have not understand each other. */
    @Command(
            name = "init",
            description = "Makes the file, with the key that has been in use so far; rotate afterwards.",
            mixinStandardHelpOptions = true)
    static final class Init extends Work {
        @Override
        void work(Config config, KeysetFile keys) {
            keys.create(Keyring.ofMasterKey(masterKey(config)));
            say("made " + config.security().keys().file()
                    + "; restart every process with it, then rotate to have a key of its own");
        }
    }

    @Command(
            name = "show",
            description = "Shows which keys there are, never the keys.",
            mixinStandardHelpOptions = true)
    static final class Show extends Work {
        @Override
        void work(Config config, KeysetFile keys) {
            List<Keyring.Key> all = keys.read().keys();
            say("keyset of " + keys.changedAt() + " in "
                    + config.security().keys().file());
            all.forEach(key -> say("  %10s  %s".formatted(key.name(), inWords(key))));
        }

        private static String inWords(Keyring.Key key) {
            String raw = key.prefix().length == 0 ? ", made of security.masterKey" : "";
            return switch (key.role()) {
                        case OLDER -> "opens what it sealed, until retired";
                        case PRIMARY -> "seals and opens";
                        case WAITING -> "opens; rotate again to let it seal";
                    }
                    + raw;
        }
    }

    @Command(
            name = "rotate",
            description = {
                "Takes the next step: adds a key or, once every process had the time to read it, lets new values be sealed by it.",
                "",
                "Where processes read copies of the file, bring the copies up to date after each step."
            },
            mixinStandardHelpOptions = true)
    static final class Rotate extends Work {
        @Option(names = "--promote", description = "Only the second step; refuses when no key waits.")
        private boolean promote;

        @Override
        void work(Config config, KeysetFile keys) {
            keys.change(ring -> ring.waiting() != null ? promote(config, keys, ring) : add(config, ring));
        }

        private Keyring add(Config config, Keyring ring) {
            if (promote) {
                throw new UsageException("no key waits to be promoted; rotate without --promote adds one");
            }
            Keyring changed = ring.withNew(masterKey(config));
            say("added key " + changed.waiting().name() + "; run this again after "
                    + untilRead(config).toSeconds() + " s, when every process has read it, to let it seal");
            return changed;
        }

        private Keyring promote(Config config, KeysetFile keys, Keyring ring) {
            Instant readyAt = keys.changedAt().plus(untilRead(config));
            if (Instant.now().isBefore(readyAt)) {
                long left = Duration.between(Instant.now(), readyAt).toSeconds() + 1;
                throw new UsageException("key " + ring.waiting().name()
                        + " was added just now, and some process may not have read it; run this again in " + left
                        + " s");
            }
            Keyring changed = ring.promoted(masterKey(config));
            say("key " + changed.primary().name() + " seals from now on; keys retire removes the older ones");
            return changed;
        }
    }

    /** How long a process may take to read what was written. */
    static Duration untilRead(Config config) {
        return config.security().keys().refresh().multipliedBy(2).plus(MARGIN);
    }

    static String masterKey(Config config) {
        SecurityConfig security = config.security();
        return security.masterKey().value();
    }
}
