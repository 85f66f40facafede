import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Buyers who look, hold and release, while something is done to the servers; tells which requests failed, and when.
 *
 * <p>{@code java Load.java URL SECONDS CLIENTS [COMMAND...]}: the command is run after a third of the time. A request has failed when it
 * got no answer or a 5xx; it is then sent again as it was, at most ten times. A fault that is no fault for the client exits with 0,
 * requests that never got through with 1.
 */
final class Load {
    private static final int MOST_REPEATS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String PASSWORD = "a pass phrase for a trial";

    private final String base;
    private final HttpClient http = client();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicInteger streamsCut = new AtomicInteger();
    private final AtomicLong slowestMs = new AtomicLong();
    private final Queue<Failure> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    private record Failure(long atMs, String what) {}

    private record Reply(int status, String body) {
        String first(String member) {
            Matcher found = Pattern.compile("\"" + member + "\":\"([^\"]*)\"").matcher(body);
            if (!found.find()) {
                throw new IllegalStateException("no " + member + " in " + status + " " + body);
            }
            return found.group(1);
        }
    }

    private Load(String base) {
        this.base = base;
    }

    public static void main(String[] arguments) throws Exception {
        System.setProperty("jdk.httpclient.disableRetryConnect", "true");
        Load load = new Load(arguments[0]);
        List<String> command = List.of(arguments).subList(3, arguments.length);
        System.exit(load.run(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]), command));
    }

    private int run(int seconds, int clients, List<String> command) throws Exception {
        String event = openEvent();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            String token = register("buyer");
            threads.add(new Thread(() -> buy(event, token)));
        }
        for (int i = 0; i < 4; i++) {
            threads.add(new Thread(() -> watch(event)));
        }
        long start = System.nanoTime();
        threads.forEach(Thread::start);
        Thread.sleep(seconds * 1000L / 3);
        long acted = System.nanoTime();
        if (!command.isEmpty()) {
            new ProcessBuilder(command).inheritIO().redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        }
        Thread.sleep(seconds * 2000L / 3);
        over = true;
        for (Thread thread : threads) {
            thread.join(PATIENCE.toMillis());
        }
        report((acted - start) / 1_000_000, start, (System.nanoTime() - start) / 1e9);
        return lost.get() == 0 ? 0 : 1;
    }

    private void report(long actedMs, long start, double seconds) {
        System.out.printf("%d requests in %.0f s, slowest answer %d ms%n", requests.get(), seconds, slowestMs.get());
        Map<String, Integer> kinds = new TreeMap<>();
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (Failure failure : failures) {
            kinds.merge(failure.what(), 1, Integer::sum);
            long after = failure.atMs() - start / 1_000_000 - actedMs;
            first = Math.min(first, after);
            last = Math.max(last, after);
        }
        System.out.printf(
                "%d failed, %d of them never got through when repeated; %d streams were cut and came back%n",
                failures.size(), lost.get(), streamsCut.get());
        if (!failures.isEmpty()) {
            System.out.printf("failed from %d to %d ms after the command: a window of %d ms%n", first, last, last - first);
            kinds.forEach((what, count) -> System.out.printf("  %d x %s%n", count, what));
        }
    }

    private void buy(String event, String token) {
        HttpClient own = client();
        while (!over) {
            send(own, "GET", "/v1/events/" + event + "/availability", null, token);
            Reply hold = send(own, "POST", "/v1/events/" + event + "/holds", "{\"best\": {\"quantity\": 2}}", token);
            if (hold != null && hold.status() == 201) {
                String path = "/v1/holds/" + hold.first("id");
                send(own, "GET", path, null, token);
                send(own, "DELETE", path, null, token);
            }
        }
    }

    /** Follows the live map, as a browser does: again when it ends. */
    private void watch(String event) {
        HttpClient own = client();
        while (!over) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/v1/events/" + event + "/stream?sections=A"))
                    .header("Accept", "text/event-stream")
                    .build();
            try {
                HttpResponse<java.util.stream.Stream<String>> stream = own.send(request, BodyHandlers.ofLines());
                stream.body().takeWhile(line -> !over).forEach(line -> {});
            } catch (IOException | java.io.UncheckedIOException e) {
                // Comes back below.
            } catch (InterruptedException e) {
                return;
            }
            if (!over) {
                streamsCut.incrementAndGet();
                pause(200);
            }
        }
    }

    /** The same request until it is answered with anything but 5xx; null when it never was. */
    private Reply send(HttpClient client, String method, String path, String body, String token) {
        String key = UUID.randomUUID().toString();
        for (int repeat = 0; repeat <= MOST_REPEATS; repeat++) {
            String what;
            long sent = System.nanoTime();
            try {
                requests.incrementAndGet();
                Reply reply = exchange(client, method, path, body, token, key);
                slowestMs.accumulateAndGet((System.nanoTime() - sent) / 1_000_000, Math::max);
                if (reply.status() < 500) {
                    return reply;
                }
                what = method + " " + reply.status() + " " + reply.body();
            } catch (IOException e) {
                what = method + " " + e;
            }
            failures.add(new Failure(System.nanoTime() / 1_000_000, what));
            pause(100);
        }
        lost.incrementAndGet();
        return null;
    }

    private Reply exchange(HttpClient client, String method, String path, String body, String token, String key)
            throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            return new Reply(response.statusCode(), response.body());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private String openEvent() {
        String organizer = register("organizer");
        String organization = post("/v1/organizations", "{\"name\": \"Trial\", \"kind\": \"organizer\"}", organizer);
        StringBuilder rows = new StringBuilder();
        for (int row = 1; row <= 40; row++) {
            rows.append(row == 1 ? "" : ", ").append("{\"label\": \"").append(row).append("\", \"seats\": 50}");
        }
        String venue = post("/v1/venues", """
                {"organizationId": "%s", "name": "Hall", "city": "Recife", "timezone": "America/Recife",
                 "sections": [{"code": "A", "name": "Stalls", "kind": "seated", "rows": [%s]}]}
                """.formatted(organization, rows), organizer);
        String event = post("/v1/events", """
                {"organizationId": "%s", "venueId": "%s", "title": "Trial",
                 "startsAt": "2040-01-01T20:00:00Z", "endsAt": "2040-01-01T23:00:00Z",
                 "ticketTypes": [{"code": "full", "name": "Full", "price": {"amountMinor": 100, "currency": "BRL"}}],
                 "sale": {"maxPerOrder": 10, "holdMinutes": 5}}
                """.formatted(organization, venue), organizer);
        post("/v1/events/" + event + "/publish", "{}", organizer);
        return event;
    }

    private String register(String name) {
        String email = name + "-" + UUID.randomUUID() + "@example.com";
        String credentials = "\"email\": \"" + email + "\", \"password\": \"" + PASSWORD + "\"";
        send(http, "POST", "/v1/users", "{" + credentials + ", \"name\": \"" + name + "\"}", null);
        return send(http, "POST", "/v1/sessions", "{" + credentials + "}", null).first("accessToken");
    }

    private String post(String path, String body, String token) {
        return send(http, "POST", path, body, token).first("id");
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    private static void pause(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
