package io.ticketsafe.common.pg;

import io.vertx.pgclient.PgConnectOptions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code postgresql://user:password@host1:5432,host2:5432/database}: libpq's form, with one server or several. */
final class PgUrl {
    private static final Pattern PARTS = Pattern.compile("(\\w+://(?:[^/?]*@)?)([^/?@]+)(.*)");

    private PgUrl() {}

    /** The options for each of the servers. */
    static List<PgConnectOptions> servers(String url) {
        Matcher parts = PARTS.matcher(url);
        if (!parts.matches() || parts.group(2).indexOf(',') < 0) {
            return List.of(PgConnectOptions.fromUri(url));
        }
        return Stream.of(parts.group(2).split(","))
                .map(host -> PgConnectOptions.fromUri(parts.group(1) + host + parts.group(3)))
                .toList();
    }

    /** Hosts and ports, separated by commas. */
    static String names(List<PgConnectOptions> servers) {
        return servers.stream()
                .map(server -> server.getHost() + ":" + server.getPort())
                .collect(Collectors.joining(","));
    }

    /** For JDBC, which looks for the primary by itself; without user and password. */
    static String jdbc(List<PgConnectOptions> servers) {
        String hosts = names(servers);
        String which = servers.size() == 1 ? "" : "?targetServerType=primary";
        return "jdbc:postgresql://" + hosts + "/" + servers.get(0).getDatabase() + which;
    }
}
