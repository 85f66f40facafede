package io.ticketsafe.common.config;

import io.vertx.core.net.HostAndPort;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where Redis is, and how it is run.
 *
 * @param servers one; or sentinels; or some nodes of a cluster, which tell the rest
 * @param user absent for the default one
 * @param password absent where none is asked for
 * @param database of a single server or a sentinel's master
 * @param master name by which the sentinels know it; absent otherwise
 */
public record RedisUrl(
        Mode mode, boolean tls, List<HostAndPort> servers, String user, String password, int database, String master) {
    private static final Pattern FORM =
            Pattern.compile("redis(s?)(?:\\+(sentinel|cluster))?://(?:(.*)@)?([^/@?]+)(?:/([^/@?]*))?");
    private static final Pattern SERVER = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^\\[\\]:\\s]+)(?::(\\d{1,5}))?");
    private static final int PORT = 6379;
    private static final int SENTINEL_PORT = 26379;
    private static final int HIGHEST_PORT = 65_535;
    private static final int MOST_SERVERS = 1_000;

    /** How Redis is run. */
    public enum Mode {
        SINGLE,
        SENTINEL,
        CLUSTER
    }

    public RedisUrl {
        servers = List.copyOf(servers);
    }

    /** @throws IllegalArgumentException with a message that begins with {@code url} and does not repeat it */
    public static RedisUrl parse(String url) {
        Matcher form = FORM.matcher(Limits.required("url", url));
        if (!form.matches()) {
            throw refusal(
                    "must be redis://host:port, redis+sentinel://host:port,…/master or redis+cluster://host:port,…; with TLS rediss");
        }
        Mode mode =
                form.group(2) == null ? Mode.SINGLE : form.group(2).equals("sentinel") ? Mode.SENTINEL : Mode.CLUSTER;
        String[] login = login(form.group(3));
        String path = form.group(5) == null ? "" : form.group(5);
        return new RedisUrl(
                mode,
                !form.group(1).isEmpty(),
                servers(form.group(4), mode),
                login[0],
                login[1],
                mode == Mode.SINGLE ? database(path) : 0,
                mode == Mode.SENTINEL ? master(path) : noPath(mode, path));
    }

    private static List<HostAndPort> servers(String text, Mode mode) {
        String[] parts = text.split(",", -1);
        if (mode == Mode.SINGLE && parts.length > 1 || parts.length > MOST_SERVERS) {
            throw refusal("must name one server; several are for redis+sentinel:// and redis+cluster://");
        }
        return Arrays.stream(parts).map(part -> server(part, mode)).toList();
    }

    private static HostAndPort server(String text, Mode mode) {
        Matcher server = SERVER.matcher(text);
        if (!server.matches()) {
            throw refusal("must name servers as host:port, separated by commas");
        }
        int byDefault = mode == Mode.SENTINEL ? SENTINEL_PORT : PORT;
        int port = server.group(2) == null ? byDefault : Integer.parseInt(server.group(2));
        if (port < 1 || port > HIGHEST_PORT) {
            throw refusal("must name ports from 1 to " + HIGHEST_PORT);
        }
        String host = server.group(1);
        return HostAndPort.create(host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port);
    }

    /** User and password, each of which may be absent. */
    private static String[] login(String text) {
        if (text == null || text.isEmpty()) {
            return new String[2];
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw refusal("must have user:password or :password before the @");
        }
        String password = decoded(text.substring(colon + 1));
        if (password.isEmpty()) {
            throw refusal("must have a password behind the colon");
        }
        return new String[] {colon == 0 ? null : decoded(text.substring(0, colon)), password};
    }

    private static int database(String path) {
        if (path.isEmpty()) {
            return 0;
        }
        if (!path.matches("\\d{1,5}")) {
            throw refusal("must end with the number of a database, or without one");
        }
        return Integer.parseInt(path);
    }

    private static String master(String path) {
        if (path.isEmpty()) {
            throw refusal("must end with /name, by which the sentinels know the master");
        }
        return decoded(path);
    }

    private static String noPath(Mode mode, String path) {
        if (mode == Mode.CLUSTER && !path.isEmpty()) {
            throw refusal("must not name a database: a cluster has one");
        }
        return null;
    }

    /** A plus sign means itself. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw refusal("must have a % in its password written as %25");
        }
    }

    private static IllegalArgumentException refusal(String what) {
        return new IllegalArgumentException("url " + what);
    }

    @Override
    public String toString() {
        return mode + " " + servers;
    }
}
