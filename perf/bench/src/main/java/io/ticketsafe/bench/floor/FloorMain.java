package io.ticketsafe.bench.floor;

import io.ticketsafe.bench.Hall;
import io.ticketsafe.bench.Show;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Starts floor A: port, URL of Redis, digest of the script, event loops, sections, rows, seats of a row, events as ID=SHEET,… */
public final class FloorMain {
    private FloorMain() {}

    public static void main(String[] args) {
        int port = Integer.parseInt(args[0]);
        Hall hall = new Hall(Integer.parseInt(args[4]), Integer.parseInt(args[5]), Integer.parseInt(args[6]));
        List<Show> shows = Stream.of(args[7].split(","))
                .map(show -> show.split("="))
                .map(parts -> new Show(parts[0], parts[1]))
                .toList();
        UUID holder = UUID.randomUUID();
        Vertx vertx = Vertx.vertx();
        vertx.deployVerticle(
                        () -> new FloorServer(port, args[1], args[2], hall, shows, holder),
                        new DeploymentOptions().setInstances(Integer.parseInt(args[3])))
                .onSuccess(id -> System.out.println("ready on http://127.0.0.1:" + port))
                .onFailure(failure -> {
                    failure.printStackTrace();
                    System.exit(1);
                });
    }
}
