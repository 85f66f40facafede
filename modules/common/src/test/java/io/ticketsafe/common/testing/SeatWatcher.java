package io.ticketsafe.common.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.contract.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A client that follows an event's seats and does what the contract says with each event; blocking, for test threads. */
public final class SeatWatcher implements AutoCloseable {
    private final HttpClient client;
    private final String path;
    private int port;
    private final Map<String, Character> seats = new TreeMap<>();
    private final Map<String, Instant> since = new TreeMap<>();
    private final Map<String, String> standing = new TreeMap<>();
    private final List<String> names = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private StringBuilder unread = new StringBuilder();
    private volatile HttpClientResponse response;
    private int connection;
    private long version = -1;
    private boolean ended;

    public SeatWatcher(Vertx vertx, int port, String path) {
        this.client = vertx.createHttpClient(new HttpClientOptions().setKeepAlive(false));
        this.port = port;
        this.path = path;
    }

    /** Goes on at another gateway. */
    public void moveTo(int otherPort) {
        port = otherPort;
    }

    /** Returns the status. */
    public int connect() {
        long known = version();
        return connect(known < 0 ? null : String.valueOf(known));
    }

    /** Not under the lock, which the event loop needs to go on. */
    public int connect(String lastId) {
        int current = begin(false);
        response = ServiceHarness.await(client.request(HttpMethod.GET, port, "127.0.0.1", path)
                .compose(request -> {
                    if (lastId != null) {
                        request.putHeader("Last-Event-ID", lastId);
                    }
                    return request.send();
                })
                .map(answer -> {
                    answer.handler(bytes -> read(current, bytes.toString()));
                    answer.endHandler(end -> ended(current));
                    answer.exceptionHandler(failure -> ended(current));
                    return answer;
                }));
        return response.statusCode();
    }

    public String header(String name) {
        return response.getHeader(name);
    }

    /** What comes from now on is as good as lost. */
    public void disconnect() {
        begin(true);
        ServiceHarness.await(response.request().connection().close().otherwise((Void) null));
    }

    private synchronized int begin(boolean over) {
        unread = new StringBuilder();
        ended = over;
        return ++connection;
    }

    private synchronized void ended(int of) {
        ended |= of == connection;
    }

    private synchronized void read(int of, String text) {
        if (of != connection) {
            return;
        }
        unread.append(text);
        int end;
        while ((end = unread.indexOf("\n\n")) >= 0) {
            String block = unread.substring(0, end);
            unread.delete(0, end + 2);
            event(block);
        }
    }

    private void event(String block) {
        Map<String, String> fields = new TreeMap<>();
        for (String line : block.split("\n")) {
            int colon = line.indexOf(':');
            fields.put(line.substring(0, colon), line.substring(colon + 1));
        }
        if (!fields.containsKey("event")) {
            names.add(block.startsWith("retry:") ? "retry" : "comment");
            return;
        }
        names.add(fields.get("event"));
        try {
            JsonNode data = Json.MAPPER.readTree(fields.get("data"));
            switch (fields.get("event")) {
                case "snapshot" -> snapshot(data);
                case "change" -> change(data, Long.parseLong(fields.get("id")));
                default -> {}
            }
        } catch (Exception e) {
            wrong.add(e + " in " + block);
        }
    }

    private void snapshot(JsonNode data) {
        seats.clear();
        standing.clear();
        version = data.get("version").asLong();
        for (JsonNode section : data.get("sections")) {
            String code = section.get("code").asText();
            if (section.has("standing")) {
                standing.put(code, section.get("standing").toString());
                continue;
            }
            for (JsonNode row : section.get("rows")) {
                String letters = row.get("seats").asText();
                for (int i = 0; i < letters.length(); i++) {
                    put(code + '-' + row.get("label").asText() + '-' + (i + 1), letters.charAt(i));
                }
            }
        }
    }

    private void change(JsonNode data, long id) {
        if (data.get("after").asLong() != version || id <= version) {
            wrong.add("had " + version + ", got " + data.get("after") + " to " + id);
        }
        version = id;
        data.get("seats")
                .properties()
                .forEach(byLetter -> byLetter.getValue().forEach(seat -> {
                    if (!put(seat.asText(), byLetter.getKey().charAt(0))) {
                        wrong.add("no such seat: " + seat);
                    }
                }));
        data.get("standing")
                .properties()
                .forEach(section ->
                        standing.put(section.getKey(), section.getValue().toString()));
    }

    /** Returns whether the seat was known. */
    private boolean put(String seat, char letter) {
        Character before = seats.put(seat, letter);
        if (before == null || before != letter) {
            since.put(seat, Instant.now());
        }
        return before != null;
    }

    public synchronized long version() {
        return version;
    }

    public synchronized List<String> names() {
        return List.copyOf(names);
    }

    public synchronized List<String> wrong() {
        return List.copyOf(wrong);
    }

    public synchronized boolean ended() {
        return ended;
    }

    public synchronized Map<String, Character> seats() {
        return new TreeMap<>(seats);
    }

    /** When the letter that this seat has was first read; null for a seat that is not there. */
    public synchronized Instant since(String seat) {
        return since.get(seat);
    }

    public synchronized Map<String, String> standing() {
        return new TreeMap<>(standing);
    }

    @Override
    public void close() {
        ServiceHarness.await(client.close().recover(failed -> Future.succeededFuture()));
    }
}
