package io.ticketsafe.app.cli;

import io.ticketsafe.app.Config;
import io.ticketsafe.app.Logging;
import io.ticketsafe.app.Role;
import io.ticketsafe.app.TlsFiles;
import io.ticketsafe.common.config.ConfigLoader;
import io.ticketsafe.common.pg.Migrations;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Brings the schemas up to date and ends. */
@Command(
        name = "migrate",
        description = {
            "Brings the PostgreSQL schemas of all services up to date, and ends.",
            "",
            "A process does this by itself when it starts; run it beforehand where that is not wanted. Several may run at once."
        },
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class MigrateCommand implements Callable<Integer> {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "YAML or JSON file; without one, TICKETSAFE_… variables must say everything.")
    private Path file;

    @Override
    public Integer call() {
        Config config = ConfigLoader.load(Config.class, file, System.getenv(), Map.of());
        Logging.configure(config.logging(), config.profile());
        TlsFiles.require(config);
        for (Role role : config.roles()) {
            role.schema().ifPresent(schema -> {
                int scripts = Migrations.migrate(config.postgres(), schema);
                System.out.println(schema + ": " + (scripts == 0 ? "up to date" : scripts + " scripts run"));
            });
        }
        return ExitCodes.STOPPED;
    }
}
