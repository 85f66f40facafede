package io.ticketsafe.dev;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Writes one value into each store and reads it back, with a new connection each time. */
final class StoreClients {
    private StoreClients() {}

    static void write(EmbeddedStores stores, String value) {
        postgres(stores.postgresUrl(), "CREATE TABLE IF NOT EXISTS kept (value TEXT)");
        postgres(stores.postgresUrl(), "INSERT INTO kept VALUES ('" + value + "')");
        redis(stores.redis().port(), "SET kept " + value);
        mongoWrite(stores.mongoUrl(), value);
    }

    static String readAll(EmbeddedStores stores) {
        return postgres(stores.postgresUrl(), "SELECT value FROM kept") + " "
                + redis(stores.redis().port(), "GET kept") + " " + mongoRead(stores.mongoUrl());
    }

    /** The first column of the first row, if the statement answers one. */
    static String postgres(String url, String sql) {
        String jdbc = "jdbc:postgresql://" + url.substring(url.indexOf('@') + 1);
        try (Connection connection = DriverManager.getConnection(jdbc, "ticketsafe", "ticketsafe");
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet rows = statement.getResultSet()) {
                return rows.next() ? rows.getString(1) : "";
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The last line of the answer to one inline command. */
    static String redis(int port, String command) {
        try (Socket socket = new Socket(Ports.LOOPBACK, port);
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            String first = in.readLine();
            return first.startsWith("$") && !first.equals("$-1") ? in.readLine() : first;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void mongoWrite(String url, String value) {
        mongo(url, client -> client.insert("kept", JsonObject.of("_id", "1", "value", value)));
    }

    private static String mongoRead(String url) {
        return mongo(
                url,
                client -> client.findOne("kept", JsonObject.of("_id", "1"), null)
                        .map(found -> found == null ? "" : found.getString("value")));
    }

    private static <T> T mongo(String url, Function<MongoClient, Future<T>> use) {
        Vertx vertx = Vertx.vertx();
        try {
            MongoClient client = MongoClient.create(vertx, JsonObject.of("connection_string", url, "db_name", "test"));
            return use.apply(client)
                    .eventually(client::close)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            vertx.close();
        }
    }
}
