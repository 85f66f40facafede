package io.ticketsafe.app.cli;

import io.ticketsafe.app.Config;
import io.ticketsafe.app.Logging;
import io.ticketsafe.app.Node;
import io.ticketsafe.common.config.ConfigLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs one process with real stores. */
@Command(
        name = "run",
        description = {
            "Runs TicketSafe, or some roles of it, on the stores that the configuration names.",
            "",
            "With every role in one process it stands alone; with some roles it joins the others by the"
                    + " cluster settings. Schemas are brought up to date first."
        },
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class RunCommand implements Callable<Integer> {
    private final Lifecycle lifecycle;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            required = true,
            description = "YAML or JSON file; conf/ticketsafe.yaml explains every setting.")
    private Path file;

    @Option(
            names = "--roles",
            paramLabel = "a,b",
            description = "What this process does: users, events, tickets, payments, reports, gateway. Default: all.")
    private String roles;

    RunCommand(Lifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public Integer call() {
        Map<String, String> options = new HashMap<>();
        if (roles != null) {
            options.put("roles", roles);
        }
        Config config = ConfigLoader.load(Config.class, file, System.getenv(), options);
        Logging.configure(config.logging(), config.profile());
        FreePorts.require(config);
        Node node = Serving.start(config, lifecycle);
        Serving.becomeReady(node, config);
        lifecycle.awaitEnd();
        return ExitCodes.STOPPED;
    }
}
