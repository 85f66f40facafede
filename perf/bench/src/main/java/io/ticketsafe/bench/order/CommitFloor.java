package io.ticketsafe.bench.order;

import io.ticketsafe.bench.order.Score.Blank;
import io.ticketsafe.bench.order.Score.Movement;
import io.ticketsafe.bench.order.Score.Note;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.HdrHistogram.Histogram;

/**
 * Writes what orders write, and nothing else: each client commits the transactions of one order after the other, with prepared
 * statements and one round trip each, as pgbench would; a statement alone commits itself.
 */
public final class CommitFloor {
    private final String url;
    private final Score score;

    /** @param url as in the configuration, {@code postgresql://user:password@host:port/database} */
    public CommitFloor(String url, Score score) {
        String login = url.substring(url.indexOf("//") + 2, url.indexOf('@'));
        this.url = "jdbc:postgresql://" + url.substring(url.indexOf('@') + 1) + "?user=" + login.split(":")[0]
                + "&password=" + login.split(":")[1] + "&prepareThreshold=1&stringtype=unspecified&currentSchema=";
        this.score = score;
    }

    public Result run(int clients, long nanos) {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            long start = System.nanoTime();
            List<Future<Histogram>> running = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                running.add(threads.submit(() -> client(start + nanos)));
            }
            Histogram all = new Histogram(3);
            for (Future<Histogram> one : running) {
                all.add(one.get());
            }
            return new Result(all, System.nanoTime() - start, Map.of());
        } catch (ExecutionException e) {
            throw new IllegalStateException("the floor cannot write", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            threads.shutdownNow();
        }
    }

    private Histogram client(long until) throws SQLException {
        Histogram latencies = new Histogram(3);
        Map<String, Connection> connections = new HashMap<>();
        Map<Note, PreparedStatement> prepared = new HashMap<>();
        try {
            for (Movement movement : score.movements()) {
                Connection connection = connections.get(movement.schema());
                if (connection == null) {
                    connection = DriverManager.getConnection(url + movement.schema());
                    connections.put(movement.schema(), connection);
                }
                for (Note note : movement.notes()) {
                    prepared.put(note, connection.prepareStatement(note.sql()));
                }
            }
            while (System.nanoTime() < until) {
                long begun = System.nanoTime();
                order(connections, prepared);
                latencies.recordValue(System.nanoTime() - begun);
            }
            return latencies;
        } finally {
            for (Connection connection : connections.values()) {
                connection.close();
            }
        }
    }

    private void order(Map<String, Connection> connections, Map<Note, PreparedStatement> prepared) throws SQLException {
        List<String> ids = score.gapLengths()
                .mapToObj(length -> length == 36 ? UUID.randomUUID().toString() : hex(length))
                .toList();
        for (Movement movement : score.movements()) {
            Connection connection = connections.get(movement.schema());
            boolean alone = movement.notes().size() == 1;
            connection.setAutoCommit(alone);
            for (Note note : movement.notes()) {
                PreparedStatement statement = prepared.get(note);
                int index = 1;
                for (Blank blank : note.blanks()) {
                    statement.setObject(index++, filled(blank, ids), Types.OTHER);
                }
                statement.execute();
            }
            if (!alone) {
                connection.commit();
            }
        }
    }

    private static String filled(Blank blank, List<String> ids) {
        if (blank == null) {
            return null;
        }
        StringBuilder text = new StringBuilder(blank.pieces().get(0));
        for (int i = 0; i < blank.gaps().size(); i++) {
            text.append(ids.get(blank.gaps().get(i))).append(blank.pieces().get(i + 1));
        }
        return text.toString();
    }

    private static String hex(int length) {
        byte[] bytes = new byte[length / 2];
        ThreadLocalRandom.current().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
