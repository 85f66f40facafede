package io.ticketsafe.app.cli;

import io.ticketsafe.app.Config;
import io.ticketsafe.app.Role;
import io.ticketsafe.app.cluster.ClusterConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Looks whether the ports are free before anything is started, so that a taken one is told at once and by its option. */
final class FreePorts {
    private FreePorts() {}

    static void require(Config config) {
        require(config.management().host(), config.management().port(), "management.port", "--management-port");
        if (config.isClustered()) {
            ClusterConfig cluster = config.cluster();
            require(cluster.host(), cluster.eventBusPort(), "cluster.eventBusPort", null);
        }
        if (!config.roles().contains(Role.GATEWAY)) {
            return;
        }
        if (config.http().plain()) {
            require(config.http().host(), config.http().port(), "http.port", "--port");
        }
        if (config.http().tls().isOn()) {
            require(config.http().host(), config.http().tls().port(), "http.tls.port", "--https-port");
        }
    }

    private static void require(String host, int port, String setting, String option) {
        if (port == 0) {
            return;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            InetSocketAddress address = new InetSocketAddress(host, port);
            if (address.isUnresolved()) {
                throw new UsageException(
                        "address " + host + " is unknown: set another " + setting.replace("port", "host"));
            }
            socket.bind(address);
        } catch (IOException e) {
            throw new UsageException("port " + port + " on " + host + " cannot be used (" + reason(e)
                    + "): choose another " + setting + (option == null ? "" : ", in dev with " + option));
        }
    }

    private static String reason(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("in use") ? "it is taken" : message;
    }
}
