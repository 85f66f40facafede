package io.ticketsafe.app.saga;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ticketsafe.common.crypto.SecretBox;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.tickets.ticket.TicketKeyStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Runs seeds one after the other. Loaded by {@link SimulatedClasses}, so whoever uses it speaks to it in classes of the JDK: the
 * seed and the name of a planted bug go in; lists of violations and of what happened come out.
 */
public final class SeedRunner implements BiFunction<Long, String, Map<String, List<String>>>, AutoCloseable {
    private static final String SECRET = "simulation-secret-simulation-secret";
    private static final int PATIENCE_SECONDS = Integer.getInteger("saga.patience", 60);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final World.Shared shared;
    private final SharedTokens tokens;

    /** @param url of a database that was made ready by {@link SimulatedDatabase} */
    public SeedRunner(String url) {
        MeterRegistry meters = new SimpleMeterRegistry();
        List<UUID> users = new ArrayList<>(Hall.BUYERS);
        users.add(Hall.ORGANIZER);
        tokens = new SharedTokens(vertx, meters, users);
        SecretBox secrets = new SecretBox(SECRET);
        Postgres postgres = await(inLoop(() -> makeTicketKey(url, secrets).compose(made -> Postgres.open(vertx, url))));
        shared = new World.Shared(postgres, tokens, secrets, meters);
    }

    /** The first process ever makes it, which would make the first run unlike its repeat. */
    private Future<?> makeTicketKey(String url, SecretBox secrets) {
        Database database = Database.open(vertx, url, "tickets", 1);
        return new TicketKeyStore(database, secrets).load().eventually(database::close);
    }

    @Override
    public Map<String, List<String>> apply(Long seed, String bug) {
        Run.Result result =
                await(inLoop(() -> tokens.refresh().compose(fresh -> Run.of(shared, seed, PlantedBug.valueOf(bug)))));
        return Map.of("violations", result.violations(), "trace", result.trace());
    }

    private <T> Future<T> inLoop(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        vertx.getOrCreateContext()
                .runOnContext(turn ->
                        Future.succeededFuture().compose(begun -> work.get()).onComplete(done));
        return done.future();
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException hangs) {
            List<String> trace = Nature.trace();
            throw new IllegalStateException(
                    "hangs after " + trace.subList(Math.max(0, trace.size() - 30), trace.size()), hangs);
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        await(inLoop(() -> shared.postgres().close().mapEmpty()));
        await(vertx.close());
    }
}
