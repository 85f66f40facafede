package io.ticketsafe.app.cli;

import io.ticketsafe.app.Config;
import io.ticketsafe.app.Logging;
import io.ticketsafe.app.ReportsRebuild;
import io.ticketsafe.common.config.ConfigLoader;
import io.ticketsafe.reports.rebuild.Rebuild;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What can be done to reports as a whole. */
@Command(
        name = "reports",
        description = "Counts reports anew.",
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ReportsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    static CommandLine line() {
        return new CommandLine(new ReportsCommand()).addSubcommand(new RebuildReports());
    }

    @Override
    public Integer call() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing: rebuild");
    }

    @Command(
            name = "rebuild",
            description = {
                "Counts all reports anew from the facts that are kept: those in Kafka or, without Kafka, those in the outboxes.",
                "",
                "It may run while everything else does; reports show what they showed until the new ones are complete. When they would show"
                        + " less than now, since not all facts are kept any more, nothing is changed."
            },
            sortOptions = false,
            optionListHeading = "%nOptions:%n",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    static final class RebuildReports implements Callable<Integer> {
        private static final Duration PATIENCE = Duration.ofHours(24);
        private static final Duration END_PATIENCE = Duration.ofSeconds(10);

        @Spec
        private CommandSpec spec;

        @Option(
                names = "--config",
                paramLabel = "FILE",
                description = "YAML or JSON file; without one, TICKETSAFE_… variables must say everything.")
        private Path file;

        @Option(
                names = "--keep",
                description = "Keep what only the present reports know, and count anew what facts tell.")
        private boolean keep;

        @Option(names = "--force", description = "Show the new reports even when they show less.")
        private boolean force;

        @Override
        public Integer call() {
            Config config = ConfigLoader.load(Config.class, file, System.getenv(), Map.of());
            Logging.configure(config.logging(), config.profile());
            Vertx vertx = Vertx.vertx();
            try {
                Rebuild.Outcome outcome = Await.result(
                        ReportsRebuild.run(vertx, config, Rebuild.Options.of(keep, force, config.reports())),
                        PATIENCE,
                        "the rebuild");
                say("read " + outcome.facts() + " facts; reports show " + outcome.shown());
                if (outcome.parked() > 0) {
                    say(outcome.parked() + " records could not be applied; they are named in report_parked");
                }
            } finally {
                Await.result(vertx.close(), END_PATIENCE, "the end");
            }
            return ExitCodes.STOPPED;
        }

        private void say(String line) {
            spec.commandLine().getOut().println(line);
            spec.commandLine().getOut().flush();
        }
    }
}
