package io.ticketsafe.app.cli;

import io.ticketsafe.app.Config;
import io.ticketsafe.app.Logging;
import io.ticketsafe.app.Node;
import io.ticketsafe.app.Profile;
import io.ticketsafe.app.demo.Demo;
import io.ticketsafe.app.demo.DemoText;
import io.ticketsafe.dev.EmbeddedStores;
import io.ticketsafe.dev.EmbeddedStores.Kind;
import io.ticketsafe.dev.EmbeddedStores.Options;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.flywaydb.core.api.exception.FlywayValidateException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Everything in one process, with embedded stores and demo data. */
@Command(
        name = "dev",
        description = {
            "Runs everything in one process, with embedded PostgreSQL, Redis and MongoDB, and demo data to try it with.",
            "",
            "All data is in one folder and stays there: stop with Ctrl-C, start again, and go on where you were."
        },
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class DevCommand implements Callable<Integer> {
    private static final Duration DEMO_PATIENCE = Duration.ofMinutes(2);

    private final Lifecycle lifecycle;

    @Option(names = "--reset", description = "Delete all data first, and start afresh.")
    private boolean reset;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder that holds all data. Default: data, beside the launcher.")
    private Path data;

    @Option(names = "--port", paramLabel = "N", description = "HTTP port, 0 for a free one. Default: 8080.")
    private String port;

    @Option(
            names = "--https-port",
            paramLabel = "N",
            description = "HTTPS port, with a certificate of its own making. Default: 8443.")
    private String httpsPort;

    @Option(names = "--management-port", paramLabel = "N", description = "Port of /health and /metrics. Default: 9090.")
    private String managementPort;

    @Option(names = "--no-demo", description = "Start without demo accounts, venues and events.")
    private boolean noDemo;

    DevCommand(Lifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public Integer call() {
        Map<String, String> options = new HashMap<>();
        putIfGiven(options, "http.port", port);
        putIfGiven(options, "http.tls.port", httpsPort);
        putIfGiven(options, "management.port", managementPort);
        Path folder = folder();
        DevConfig dev = new DevConfig(System.getenv(), options, folder);
        Config config = dev.load();
        Logging.configure(config.logging(), Profile.DEV);
        FreePorts.require(config);
        if (reset) {
            EmbeddedStores.deleteData(folder);
        }
        config = startStores(config, folder, dev.embedded());
        DevCertificate.ensureIn(folder);
        DevKeys.ensureIn(folder, config.security());
        Node node = startNode(config, folder);
        introduce(node, config);
        Serving.becomeReady(node, config);
        lifecycle.awaitEnd();
        return ExitCodes.STOPPED;
    }

    private Config startStores(Config config, Path folder, Set<Kind> embedded) {
        System.out.println("starting the embedded stores in " + folder);
        EmbeddedStores stores = lifecycle.start(
                () -> EmbeddedStores.start(folder, Options.defaults().only(embedded)), EmbeddedStores::close);
        return config.withStores(
                embedded.contains(Kind.POSTGRES)
                        ? stores.postgresUrl()
                        : config.postgres().url(),
                embedded.contains(Kind.REDIS)
                        ? stores.redisUrl()
                        : config.redis().url(),
                embedded.contains(Kind.MONGO)
                        ? stores.mongoUrl()
                        : config.mongo().url());
    }

    private Node startNode(Config config, Path folder) {
        try {
            return Serving.start(config, lifecycle);
        } catch (FlywayValidateException e) {
            throw new UsageException("the data in " + folder
                    + " was made by another version of TicketSafe; start afresh with --reset, or use another --data");
        }
    }

    private void introduce(Node node, Config config) {
        String host = config.http().host();
        System.out.println("API        " + Serving.baseUrl(node, config) + ", https://" + host + ":" + node.httpsPort()
                + ", documentation at /docs");
        System.out.println("management http://" + config.management().host() + ":" + node.managementPort()
                + "/health/ready, /metrics");
        System.out.println("PostgreSQL " + config.postgres().url());
        System.out.println("Redis      " + config.redis().url());
        System.out.println("MongoDB    " + config.mongo().url());
        if (!noDemo) {
            Demo.Events events =
                    Await.result(new Demo(node.context().bus()).ensure(), DEMO_PATIENCE, "making the demo data");
            System.out.println(DemoText.of(events, Serving.baseUrl(node, config)));
        }
    }

    private Path folder() {
        String home = Objects.requireNonNullElse(System.getenv("TICKETSAFE_HOME"), "");
        Path chosen = data == null ? Path.of(home, "data") : data;
        return chosen.toAbsolutePath().normalize();
    }

    private static void putIfGiven(Map<String, String> options, String setting, String value) {
        if (value != null) {
            options.put(setting, value);
        }
    }
}
