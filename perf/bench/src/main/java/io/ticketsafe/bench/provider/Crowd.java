package io.ticketsafe.bench.provider;

import io.ticketsafe.bench.provider.Api.Answer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * People who come at a fixed rate, whatever becomes of those before them: some hold seats, some look, some buy. What those who hold
 * and look wait is counted from when they came; what the buyers are told is counted.
 */
public final class Crowd implements AutoCloseable {
    private static final int TICK_MS = 5;
    private static final int STUCK_SECONDS = 60;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Api visitors;
    private final Api buyers;
    private final Seats seats;
    private final Rates rates;

    /** A second, each. */
    public record Rates(int holds, int reads, int payments) {}

    /**
     * What came of one measurement.
     *
     * @param payments how many were told what
     * @param refused how many holds and reads were answered in another way than they should
     */
    public record Outcome(
            Histogram holds, Histogram reads, Map<String, Long> payments, long mostPaying, long refused) {}

    public Crowd(int port, List<String> tokens, Seats seats, Rates rates) {
        this.visitors = new Api(vertx, port, 256, tokens);
        this.buyers = new Api(vertx, port, 2_000, tokens);
        this.seats = seats;
        this.rates = rates;
    }

    /** Blocks until the last of them has been told. */
    public Outcome come(String paymentToken, long seconds) {
        Run run = new Run("{\"method\":{\"type\":\"card\",\"token\":\"" + paymentToken + "\"}}", seconds);
        vertx.runOnContext(begin -> run.begin());
        return await(run.done.future(), seconds);
    }

    /** Buys once; whether it was paid. */
    public boolean buyOnce() {
        Run run = new Run("{\"method\":{\"type\":\"card\",\"token\":\"tok_approve\"}}", 0);
        Promise<Answer> paid = Promise.promise();
        vertx.runOnContext(begin -> run.buy().onComplete(paid));
        return await(paid.future(), 0).body().contains("\"succeeded\"");
    }

    @Override
    public void close() {
        await(vertx.close(), 0);
    }

    private static <T> T await(Future<T> future, long seconds) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(seconds + STUCK_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("a visitor was not served", e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private final class Run {
        private final Histogram holds = new Histogram(3);
        private final Histogram reads = new Histogram(3);
        private final Map<String, Long> payments = new TreeMap<>();
        private final Promise<Outcome> done = Promise.promise();
        private final String payment;
        private final long totalNanos;
        private long begun;
        private long held;
        private long read;
        private long bought;
        private long underWay;
        private long paying;
        private long refused;
        private long mostPaying;
        private boolean closed;

        Run(String payment, long seconds) {
            this.payment = payment;
            this.totalNanos = TimeUnit.SECONDS.toNanos(seconds);
        }

        void begin() {
            begun = System.nanoTime();
            vertx.setPeriodic(TICK_MS, this::tick);
        }

        private void tick(long timer) {
            if (done.future().isComplete()) {
                vertx.cancelTimer(timer);
                return;
            }
            long passed = Math.min(totalNanos, System.nanoTime() - begun);
            for (; held < due(passed, rates.holds()); held++) {
                count(holds, held, rates.holds(), this::hold, 201);
            }
            for (; read < due(passed, rates.reads()); read++) {
                count(reads, read, rates.reads(), this::look, 200);
            }
            for (; bought < due(passed, rates.payments()); bought++) {
                track(buy().onSuccess(told -> payments.merge(word(told), 1L, Long::sum)));
            }
            if (passed == totalNanos) {
                vertx.cancelTimer(timer);
                closed = true;
                end();
            }
        }

        private long due(long passedNanos, int perSecond) {
            return passedNanos * perSecond / 1_000_000_000L;
        }

        private void count(Histogram times, long number, int perSecond, Supplier<Future<Answer>> act, int status) {
            long came = begun + (number + 1) * 1_000_000_000L / perSecond;
            track(act.get().onSuccess(answer -> {
                times.recordValue(Math.max(1, System.nanoTime() - came));
                refused += answer.status() == status ? 0 : 1;
            }));
        }

        private Future<Answer> hold() {
            Seats.Pair pair = seats.next();
            return visitors.post("/v1/events/" + pair.event() + "/holds", visitors.nextToken(), pair.body());
        }

        private Future<Answer> look() {
            String event = "/v1/events/" + seats.anyEvent();
            return visitors.get(read % 2 == 0 ? event : event + "/availability");
        }

        Future<Answer> buy() {
            Seats.Pair pair = seats.next();
            String token = buyers.nextToken();
            return buyers.post("/v1/events/" + pair.event() + "/holds", token, pair.body())
                    .compose(hold -> hold.status() != 201 ? Future.succeededFuture(hold) : order(token, hold));
        }

        private Future<Answer> order(String token, Answer hold) {
            return buyers.post("/v1/orders", token, "{\"holdId\":\"" + hold.id() + "\"}")
                    .compose(order -> order.status() != 201 ? Future.succeededFuture(order) : pay(token, order));
        }

        private Future<Answer> pay(String token, Answer order) {
            mostPaying = Math.max(mostPaying, ++paying);
            return buyers.post("/v1/orders/" + order.id() + "/payments", token, payment)
                    .onComplete(told -> paying--);
        }

        private String word(Answer told) {
            if (told.status() != 201 && told.status() != 202) {
                return String.valueOf(told.status());
            }
            int at = told.body().indexOf("\"status\":\"") + 10;
            return told.body().substring(at, told.body().indexOf('"', at));
        }

        private void track(Future<?> work) {
            underWay++;
            work.onComplete(ended -> {
                underWay--;
                if (ended.failed()) {
                    done.tryFail(ended.cause());
                }
                end();
            });
        }

        private void end() {
            if (closed && underWay == 0) {
                done.tryComplete(new Outcome(holds, reads, payments, mostPaying, refused));
            }
        }
    }
}
