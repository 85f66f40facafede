import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * Viewers of one event's live seat map while others hold its seats; JDK only, run as a file: {@code java SeatStreamLoad.java
 * [viewers] [holds per second] [seconds] [url] [management url]}. Every viewer must be sent every change in order: each frame must continue
 * at the id that the viewer has, and have the content that the first one to receive it got; that content, put together, must be what GET
 * seats says at the end, and all viewers must have come to the same id. Delays are from before a hold is asked for until a viewer has read it.
 */
public final class SeatStreamLoad {
    private static final int SEATS_PER_ROW = 50;
    private static final int ROWS_PER_SECTION = 25;
    private static final int SEATS_PER_HOLD = 2;
    private static final int LONGEST_DELAY_MS = 20_000;
    private static final Pattern FIELD = Pattern.compile("\"(id|accessToken)\":\"([^\"]+)\"");
    private static final Pattern BY_LETTER = Pattern.compile("\"([fhcsb])\":\\[([^]]*)]");
    private static final Pattern ROW = Pattern.compile("\"label\":\"([^\"]+)\",\"seats\":\"([a-z]+)\"");
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final int viewers;
    private final int holdsPerSecond;
    private final int seconds;
    private final String url;
    private final String management;
    private final Map<String, Long> askedNanos = new ConcurrentHashMap<>();
    private final Map<Long, Content> contents = new HashMap<>();
    private final Map<String, Character> seats = new HashMap<>();
    private final int[] delays = new int[LONGEST_DELAY_MS + 1];
    private final CRC32C crc = new CRC32C();
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final List<Viewer> all = new ArrayList<>();
    private long frames;
    private long bytes;
    private int ready;
    private String firstError;
    private int errors;
    private volatile boolean done;

    private SeatStreamLoad(String[] args) {
        viewers = args.length > 0 ? Integer.parseInt(args[0]) : 5000;
        holdsPerSecond = args.length > 1 ? Integer.parseInt(args[1]) : 200;
        seconds = args.length > 2 ? Integer.parseInt(args[2]) : 30;
        url = args.length > 3 ? args[3] : "http://127.0.0.1:8080";
        management = args.length > 4 ? args[4] : "http://127.0.0.1:9090";
    }

    public static void main(String[] args) throws Exception {
        System.exit(new SeatStreamLoad(args).run() ? 0 : 1);
    }

    /** A frame as the first viewer received it. */
    private record Content(long after, long id, long[] askedNanos) {}

    private boolean run() throws Exception {
        int rows = (holdsPerSecond * seconds * SEATS_PER_HOLD + SEATS_PER_ROW - 1) / SEATS_PER_ROW;
        String organizer = logIn("organizer");
        String event = onSale(organizer, rows);
        String[] buyers = {logIn("a"), logIn("b"), logIn("c"), logIn("d")};
        System.out.printf("event %s with %d seats%n", event, rows * SEATS_PER_ROW);
        Thread network = new Thread(() -> {
            try {
                watch(event);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        network.start();
        long begun = System.nanoTime();
        while (ready() < viewers) {
            if (!network.isAlive() || System.nanoTime() - begun > 120_000_000_000L) {
                throw new IllegalStateException(ready() + " of " + viewers + " viewers came in; is ulimit -n high enough? " + firstError);
            }
            Thread.sleep(50);
        }
        System.out.printf("%d viewers came in within %.1f s%n", viewers, (System.nanoTime() - begun) / 1e9);
        hold(event, buyers);
        String heap = metric("jvm_memory_used_bytes\\{area=\"heap\"[^}]*}");
        long version = settled(event);
        done = true;
        network.join();
        return report(event, rows, version, heap);
    }

    private synchronized int ready() {
        return ready;
    }

    /** Waits until all viewers have the inventory's version, or some seconds. */
    private long settled(String event) throws Exception {
        long version = 0;
        for (int i = 0; i < 100; i++) {
            Matcher found = Pattern.compile("\"version\":(\\d+)").matcher(get(url + "/v1/events/" + event + "/availability"));
            version = found.find() ? Long.parseLong(found.group(1)) : -1;
            synchronized (this) {
                long expected = version;
                if (all.stream().allMatch(viewer -> viewer.id == expected)) {
                    return version;
                }
            }
            Thread.sleep(200);
        }
        return version;
    }

    private boolean report(String event, int rows, long version, String heap) throws Exception {
        Map<String, Character> expected = new HashMap<>();
        for (int section = 0; section * ROWS_PER_SECTION < rows; section++) {
            Matcher row = ROW.matcher(get(url + "/v1/events/" + event + "/seats?section=S" + section));
            while (row.find()) {
                for (int i = 0; i < row.group(2).length(); i++) {
                    char letter = row.group(2).charAt(i);
                    if (letter != 'f') {
                        expected.put("S" + section + "-" + row.group(1) + "-" + (i + 1), letter);
                    }
                }
            }
        }
        long behind = all.stream().filter(viewer -> viewer.id != version).count();
        seats.values().removeIf(letter -> letter == 'f');
        boolean same = seats.equals(expected);
        System.out.printf("held %d, refused or failed %d, distinct frames %d, frames received %d (%.1f per viewer and second), %.1f MB%n",
                held.get(), refused.get(), contents.size(), frames, frames / (double) viewers / seconds, bytes / 1e6);
        System.out.printf("viewers behind at the end %d, gaps, duplicates and wrong frames %d%s%n", behind, errors, errors > 0 ? ": " + firstError : "");
        System.out.printf("put together it %s what GET seats says (%d seats)%n", same ? "is" : "IS NOT", expected.size());
        System.out.printf("delay ms: p50 %d, p90 %d, p99 %d, max %d (%d measured)%n", percentile(0.5), percentile(0.9), percentile(0.99), percentile(1), Arrays.stream(delays).asLongStream().sum());
        System.out.printf("heap used %s; drops %s, resyncs %s%n", heap, metric("ticketsafe_live_drops_total[^ ]*"), metric("ticketsafe_live_resyncs_total[^ ]*"));
        return behind == 0 && errors == 0 && same && held.get() > 0;
    }

    private int percentile(double share) {
        long total = Arrays.stream(delays).asLongStream().sum();
        long sum = 0;
        for (int ms = 0; ms < delays.length; ms++) {
            sum += delays[ms];
            if (sum >= share * total && sum > 0) {
                return ms;
            }
        }
        return -1;
    }

    // The buyers.

    private void hold(String event, String[] buyers) throws Exception {
        long start = System.nanoTime();
        int count = holdsPerSecond * seconds;
        for (int i = 0; i < count; i++) {
            long due = start + i * 1_000_000_000L / holdsPerSecond;
            long left = due - System.nanoTime();
            if (left > 0) {
                Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
            }
            String[] wanted = {seat(SEATS_PER_HOLD * i), seat(SEATS_PER_HOLD * i + 1)};
            long now = System.nanoTime();
            for (String seat : wanted) {
                askedNanos.put(seat, now);
            }
            HttpRequest request = request("/v1/events/" + event + "/holds", buyers[i % buyers.length])
                    .POST(BodyPublishers.ofString("{\"seats\":[\"" + String.join("\",\"", wanted) + "\"]}"))
                    .build();
            HTTP.sendAsync(request, BodyHandlers.discarding())
                    .whenComplete((answer, failure) -> (failure == null && answer.statusCode() == 201 ? held : refused).incrementAndGet());
        }
        for (int i = 0; i < 100 && held.get() + refused.get() < count; i++) {
            Thread.sleep(100);
        }
        System.out.printf("%d holds in %.1f s%n", held.get(), (System.nanoTime() - start) / 1e9);
    }

    private static String seat(int index) {
        int row = index / SEATS_PER_ROW;
        return "S" + row / ROWS_PER_SECTION + "-" + (row % ROWS_PER_SECTION + 1) + "-" + (index % SEATS_PER_ROW + 1);
    }

    private String onSale(String organizer, int rows) throws Exception {
        String organization = post("/v1/organizations", organizer, "{\"name\":\"Load\",\"kind\":\"organizer\"}");
        List<String> sections = new ArrayList<>();
        for (int first = 0; first < rows; first += ROWS_PER_SECTION) {
            List<String> labels = new ArrayList<>();
            for (int row = first; row < Math.min(rows, first + ROWS_PER_SECTION); row++) {
                labels.add("{\"label\":\"%d\",\"seats\":%d}".formatted(row - first + 1, SEATS_PER_ROW));
            }
            sections.add("{\"code\":\"S%1$d\",\"name\":\"S%1$d\",\"kind\":\"seated\",\"rows\":[%2$s]}".formatted(first / ROWS_PER_SECTION, String.join(",", labels)));
        }
        String venue = post("/v1/venues", organizer, "{\"organizationId\":\"%s\",\"name\":\"Arena\",\"city\":\"Campinas\",\"timezone\":\"America/Sao_Paulo\",\"sections\":[%s]}"
                .formatted(organization, String.join(",", sections)));
        Instant start = Instant.now().plus(30, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        String event = post("/v1/events", organizer, """
                {"organizationId":"%s","venueId":"%s","title":"Live","startsAt":"%s","endsAt":"%s",
                 "ticketTypes":[{"code":"full","name":"Full","price":{"amountMinor":10000,"currency":"BRL"}}],
                 "sale":{"maxPerOrder":10,"holdMinutes":10}}""".formatted(organization, venue, start, start.plus(3, ChronoUnit.HOURS)));
        post("/v1/events/" + event + "/publish", organizer, "{}");
        return event;
    }

    private String logIn(String who) throws Exception {
        String account = "{\"email\":\"%s-%s@perf.test\",\"password\":\"perf-password-9\",\"name\":\"x\"}".formatted(who, UUID.randomUUID());
        post("/v1/users", null, account);
        return post("/v1/sessions", null, account.replace(",\"name\":\"x\"", ""));
    }

    private HttpRequest.Builder request(String path, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString());
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    /** Returns the id or access token of what was made. */
    private String post(String path, String token, String body) throws Exception {
        var answer = HTTP.send(request(path, token).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(path + " answered " + answer.statusCode() + " " + answer.body());
        }
        Matcher found = FIELD.matcher(answer.body());
        return found.find() ? found.group(2) : null;
    }

    private static String get(String address) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString()).body();
    }

    /** Sum of the samples. */
    private String metric(String name) throws Exception {
        double sum = 0;
        Matcher found = Pattern.compile("(?m)^" + name + " (\\S+)$").matcher(get(management + "/metrics"));
        while (found.find()) {
            sum += Double.parseDouble(found.group(1));
        }
        return sum >= 1e6 ? "%.0f MB".formatted(sum / 1e6) : "%.0f".formatted(sum);
    }

    // The viewers.

    private void watch(String event) throws IOException {
        URI target = URI.create(url);
        byte[] request = ("GET /v1/events/" + event + "/stream HTTP/1.1\r\nHost: " + target.getHost() + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer buffer = ByteBuffer.allocate(256 * 1024);
        try (Selector selector = Selector.open()) {
            int opened = 0;
            while (!done) {
                while (opened < viewers && opened - ready() < 200) {
                    SocketChannel channel = SocketChannel.open();
                    channel.connect(new InetSocketAddress(target.getHost(), target.getPort()));
                    channel.configureBlocking(false);
                    channel.write(ByteBuffer.wrap(request));
                    Viewer viewer = new Viewer();
                    synchronized (this) {
                        all.add(viewer);
                    }
                    channel.register(selector, SelectionKey.OP_READ, viewer);
                    opened++;
                }
                selector.select(key -> {
                    try {
                        read(key, buffer);
                    } catch (IOException e) {
                        wrong("connection lost: " + e);
                        key.cancel();
                    }
                }, 100);
            }
        }
    }

    private void read(SelectionKey key, ByteBuffer buffer) throws IOException {
        buffer.clear();
        int count = ((SocketChannel) key.channel()).read(buffer);
        if (count < 0) {
            wrong("stream ended");
            key.cancel();
            return;
        }
        bytes += count;
        synchronized (this) {
            ((Viewer) key.attachment()).received(buffer.array(), count, System.nanoTime());
        }
    }

    private void wrong(String what) {
        errors++;
        firstError = firstError == null ? what : firstError;
    }

    private static long number(String text, String after) {
        int at = text.indexOf(after) + after.length();
        int end = at;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return Long.parseLong(text.substring(at, end));
    }

    private Content parse(String event) {
        List<Long> asked = new ArrayList<>();
        Matcher letters = BY_LETTER.matcher(event);
        while (letters.find()) {
            for (String label : letters.group(2).split(",")) {
                String seat = label.replace("\"", "");
                if (!seat.isEmpty()) {
                    seats.put(seat, letters.group(1).charAt(0));
                    asked.add(askedNanos.getOrDefault(seat, 0L));
                }
            }
        }
        return new Content(number(event, "\"after\":"), number(event, "id:"), asked.stream().mapToLong(Long::longValue).toArray());
    }

    /** Takes HTTP chunks apart; the server writes whole events, so each chunk is one or more of them. */
    private final class Viewer {
        private long id = -1;
        private byte[] part = {};
        private boolean headRead;

        void received(byte[] data, int length, long now) {
            byte[] in = data;
            int end = length;
            if (part.length > 0) {
                in = Arrays.copyOf(part, part.length + length);
                System.arraycopy(data, 0, in, part.length, length);
                end = in.length;
            }
            int at = 0;
            while (true) {
                int next = headRead ? chunk(in, at, end, now) : head(in, at, end);
                if (next < 0) {
                    break;
                }
                at = next;
            }
            part = at == end ? new byte[0] : Arrays.copyOfRange(in, at, end);
        }

        private int head(byte[] in, int at, int end) {
            for (int i = at; i + 3 < end; i++) {
                if (in[i] == '\r' && in[i + 1] == '\n' && in[i + 2] == '\r' && in[i + 3] == '\n') {
                    headRead = true;
                    String head = new String(in, at, i - at, StandardCharsets.US_ASCII);
                    if (!head.startsWith("HTTP/1.1 200")) {
                        wrong(head);
                    }
                    return i + 4;
                }
            }
            return -1;
        }

        private int chunk(byte[] in, int at, int end, long now) {
            int size = 0;
            int i = at;
            while (i < end && in[i] != '\r') {
                size = size * 16 + Character.digit(in[i++], 16);
            }
            int from = i + 2;
            if (from + size + 2 > end) {
                return -1;
            }
            event(in, from, size, now);
            return from + size + 2;
        }

        private void event(byte[] in, int from, int size, long now) {
            if (size == 0 || in[from] == ':') {
                return;
            }
            if (in[from] == 'r') {
                id = number(new String(in, from, size, StandardCharsets.UTF_8), "id:");
                ready++;
                return;
            }
            crc.reset();
            crc.update(in, from, size);
            Content content = contents.computeIfAbsent(
                    crc.getValue() << Integer.SIZE | size, key -> parse(new String(in, from, size, StandardCharsets.UTF_8)));
            if (content.after() != id) {
                wrong("had " + id + ", got " + content.after() + " to " + content.id());
            }
            id = content.id();
            frames++;
            for (long asked : content.askedNanos()) {
                delays[(int) Math.min(LONGEST_DELAY_MS, (now - asked) / 1_000_000)]++;
            }
        }
    }
}
