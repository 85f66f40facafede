package io.ticketsafe.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What is printed when somebody asks for help. */
@Command(
        name = "ticketsafe",
        description = "Sells, reserves and manages event tickets: a REST API and an event bus, no web shop.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Every setting of the configuration file has an environment variable named after its path:",
            "http.port is TICKETSAFE_HTTP_PORT, and TICKETSAFE_HTTP_PORT_FILE names a file that holds it.",
            "Options go before variables, variables before the file.",
            "",
            "Exit codes: 0 stopped, 2 wrong usage or configuration, 1 anything else.",
            "",
            "Examples:",
            "  ./ticketsafe dev                        a first run, with everything it needs and demo data",
            "  ./ticketsafe dev --reset --port 8081    the same, afresh, on another port",
            "  ./ticketsafe run --config conf/ticketsafe.yaml --roles tickets,payments",
            "  ./ticketsafe keys rotate --config conf/ticketsafe.yaml",
            "  ./ticketsafe reports rebuild --config conf/ticketsafe.yaml",
            "  ./ticketsafe help dev                   all options of a command"
        })
final class RootCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }
}
