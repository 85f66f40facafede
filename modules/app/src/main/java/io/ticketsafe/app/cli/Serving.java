package io.ticketsafe.app.cli;

import io.ticketsafe.app.Config;
import io.ticketsafe.app.Keys;
import io.ticketsafe.app.Node;
import io.ticketsafe.app.Role;
import io.ticketsafe.app.TlsFiles;
import java.net.BindException;
import java.time.Duration;
import java.util.stream.Collectors;

/** What {@code dev} and {@code run} have in common: a node that starts, says that it is ready, and is stopped. */
final class Serving {
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(8);

    private Serving() {}

    static Node start(Config config, Lifecycle lifecycle) {
        Keys.require(config.security());
        TlsFiles.require(config);
        try {
            return lifecycle.start(
                    () -> Await.result(Node.start(config), START_PATIENCE, "the start"),
                    node -> Await.result(node.stop(), STOP_PATIENCE, "the stop"));
        } catch (RuntimeException e) {
            throw isTakenPort(e) ? new UsageException(e.getMessage()) : e;
        }
    }

    /** Prints the one line that tells people and programs that requests may come. */
    static void becomeReady(Node node, Config config) {
        Await.result(node.becomeReady(), START_PATIENCE, "becoming ready");
        if (node.httpPort() + node.httpsPort() != 0) {
            System.out.println("ready on " + baseUrl(node, config));
        } else {
            String roles = config.roles().stream().map(Role::label).collect(Collectors.joining(","));
            System.out.println("ready as " + roles + ", health on http://"
                    + config.management().host() + ":" + node.managementPort() + "/health/ready");
        }
        System.out.flush();
    }

    static String baseUrl(Node node, Config config) {
        String host = config.http().host();
        return node.httpPort() != 0
                ? "http://" + host + ":" + node.httpPort()
                : "https://" + host + ":" + node.httpsPort();
    }

    private static boolean isTakenPort(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return true;
            }
        }
        return false;
    }
}
