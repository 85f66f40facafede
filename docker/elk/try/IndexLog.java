import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.codelibs.opensearch.runner.OpenSearchRunner;
import org.opensearch.common.xcontent.json.JsonXContent;
import org.opensearch.core.xcontent.DeprecationHandler;
import org.opensearch.core.xcontent.NamedXContentRegistry;

/**
 * Indexes the lines of a log in an OpenSearch of its own, by its HTTP interface and with the templates of this folder, as Filebeat
 * does: a line a document. Ends with 1 unless all were taken as they are.
 *
 * <p>Arguments: log file, data folder, {@code docker/elk}.
 */
final class IndexLog {
    private static final String INDEX = "ticketsafe-logs-try";
    private static final int AT_ONCE = 1_000;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;

    private IndexLog(String url) {
        this.url = url;
    }

    public static void main(String[] arguments) throws Exception {
        List<String> lines = Files.readAllLines(Path.of(arguments[0])).stream()
                .filter(line -> line.startsWith("{"))
                .toList();
        int port = freePort();
        boolean allTaken;
        try (OpenSearchRunner runner = new OpenSearchRunner()) {
            runner.onBuild((node, settings) -> {
                settings.put("http.port", port);
                settings.put("discovery.type", "single-node");
            });
            runner.build(OpenSearchRunner.newConfigs()
                    .basePath(arguments[1])
                    .clusterName("try")
                    .numOfNode(1)
                    .disableESLogger());
            runner.ensureYellow();
            allTaken = new IndexLog("http://127.0.0.1:" + port).index(lines, Path.of(arguments[2]));
        }
        System.exit(allTaken ? 0 : 1);
    }

    private boolean index(List<String> lines, Path folder) throws IOException, InterruptedException {
        System.out.println("engine    " + at(get("/"), "version", "distribution") + " "
                + at(get("/"), "version", "number"));
        put("/_component_template/ticketsafe-logs-settings", Files.readString(folder.resolve("opensearch/settings.json")));
        put("/_index_template/ticketsafe-logs", Files.readString(folder.resolve("index-template.json")));
        List<String> rejected = new ArrayList<>();
        for (int from = 0; from < lines.size(); from += AT_ONCE) {
            bulk(lines.subList(from, Math.min(lines.size(), from + AT_ONCE)), rejected);
        }
        send("POST", "/" + INDEX + "/_refresh", "");
        long indexed = count("{\"match_all\": {}}");
        long ignored = count("{\"exists\": {\"field\": \"_ignored\"}}");
        System.out.println("lines     " + lines.size());
        System.out.println("indexed   " + indexed);
        System.out.println("rejected  " + rejected.size());
        System.out.println("indexed, but with a value that has not the type of its field  " + ignored);
        System.out.println("of a request  " + count("{\"exists\": {\"field\": \"http.request.id\"}}"));
        System.out.println("of a trace    " + count("{\"exists\": {\"field\": \"trace.id\"}}"));
        System.out.println("answers of 200 to 299  " + count("{\"range\": {\"ticketsafe.status\": {\"gte\": 200, \"lt\": 300}}}"));
        rejected.stream().limit(5).forEach(System.out::println);
        return indexed == lines.size() && rejected.isEmpty() && ignored == 0;
    }

    private void bulk(List<String> lines, List<String> rejected) throws IOException, InterruptedException {
        StringBuilder body = new StringBuilder();
        lines.forEach(line -> body.append("{\"create\":{}}\n").append(line).append('\n'));
        List<?> items = (List<?>) send("POST", "/" + INDEX + "/_bulk", body.toString()).get("items");
        for (int i = 0; i < items.size(); i++) {
            Object error = at((Map<?, ?>) items.get(i), "create", "error");
            if (error != null) {
                rejected.add(error + " for " + lines.get(i));
            }
        }
    }

    private long count(String query) throws IOException, InterruptedException {
        Map<?, ?> answer = send("POST", "/" + INDEX + "/_count", "{\"query\": " + query + "}");
        return ((Number) answer.get("count")).longValue();
    }

    private Map<?, ?> get(String path) throws IOException, InterruptedException {
        return send("GET", path, "");
    }

    private void put(String path, String body) throws IOException, InterruptedException {
        send("PUT", path, body);
    }

    private Map<?, ?> send(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        var answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(path + " was answered " + answer.statusCode() + ": " + answer.body());
        }
        try (var parser = JsonXContent.jsonXContent.createParser(
                NamedXContentRegistry.EMPTY, DeprecationHandler.THROW_UNSUPPORTED_OPERATION, answer.body())) {
            return parser.map();
        }
    }

    private static Object at(Map<?, ?> json, String... path) {
        Object found = json;
        for (String name : path) {
            found = found instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return found;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
