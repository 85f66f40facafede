package io.ticketsafe.bench.order;

import io.ticketsafe.bench.Hall;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;

/** Buyers on keep-alive connections, each of whom holds two seats, orders and pays them, and begins again. */
public final class Shoppers implements AutoCloseable {
    private static final int STUCK_SECONDS = 60;
    private static final String PAYMENT = "{\"method\":{\"type\":\"card\",\"token\":\"tok_approve\"}}";

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HttpClient http;
    private final int port;
    private final List<String> events;
    private final List<String> tokens;
    private final Hall hall;
    private int next;

    public Shoppers(int port, int connections, List<String> events, List<String> tokens, Hall hall) {
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setTcpNoDelay(true), new PoolOptions().setHttp1MaxSize(connections));
        this.port = port;
        this.events = events;
        this.tokens = tokens;
        this.hall = hall;
    }

    /** @param most orders in all */
    public Result run(int shoppers, long nanos, long most) {
        Run run = new Run(System.nanoTime() + nanos, next + most);
        Promise<Void> done = Promise.promise();
        long start = System.nanoTime();
        vertx.runOnContext(begin -> {
            Future<?>[] all = new Future<?>[shoppers];
            for (int i = 0; i < shoppers; i++) {
                Promise<Void> end = Promise.promise();
                run.shop(end);
                all[i] = end.future();
            }
            Future.all(List.of(all)).<Void>mapEmpty().onComplete(done);
        });
        await(done.future(), nanos);
        return new Result(run.orders, System.nanoTime() - start, run.steps);
    }

    /** Buys once; answers the ids of the order and its payment. */
    public List<String> one() {
        Run run = new Run(Long.MAX_VALUE, next + 1);
        Promise<List<String>> ids = Promise.promise();
        vertx.runOnContext(begin -> run.order().onComplete(ids));
        return await(ids.future(), 0);
    }

    @Override
    public void close() {
        await(vertx.close(), 0);
    }

    private static <T> T await(Future<T> future, long nanos) {
        try {
            return future.toCompletionStage()
                    .toCompletableFuture()
                    .get(TimeUnit.NANOSECONDS.toSeconds(nanos) + STUCK_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("no answer for " + STUCK_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private final class Run {
        private final long untilNanos;
        private final long most;
        private final Histogram orders = new Histogram(3);
        private final Map<String, Histogram> steps = new LinkedHashMap<>();

        Run(long untilNanos, long most) {
            this.untilNanos = untilNanos;
            this.most = most;
            List.of("hold", "order", "pay").forEach(step -> steps.put(step, new Histogram(3)));
        }

        void shop(Promise<Void> end) {
            if (System.nanoTime() >= untilNanos || next >= most) {
                end.complete();
                return;
            }
            long begun = System.nanoTime();
            order().onComplete(
                            ids -> {
                                orders.recordValue(System.nanoTime() - begun);
                                shop(end);
                            },
                            end::fail);
        }

        Future<List<String>> order() {
            int number = next++;
            String token = tokens.get(number % tokens.size());
            int pairs = hall.capacity() / 2;
            String event = events.get(number / pairs);
            int seat = number % pairs * 2;
            return post("hold", token, "/v1/events/" + event + "/holds", hall.body(seat, seat + 1))
                    .compose(hold -> post("order", token, "/v1/orders", "{\"holdId\":\"" + hold + "\"}"))
                    .compose(order -> post("pay", token, "/v1/orders/" + order + "/payments", PAYMENT)
                            .map(payment -> List.of(order, payment)));
        }

        private Future<String> post(String step, String token, String path, String body) {
            long begun = System.nanoTime();
            RequestOptions options = new RequestOptions()
                    .setMethod(HttpMethod.POST)
                    .setHost("127.0.0.1")
                    .setPort(port)
                    .setURI(path)
                    .putHeader("Authorization", "Bearer " + token)
                    .putHeader("Content-Type", "application/json")
                    .putHeader("Idempotency-Key", UUID.randomUUID().toString());
            return http.request(options)
                    .compose(request -> request.send(body)
                            .compose(answer -> answer.body().map(text -> accepted(answer.statusCode(), path, text))))
                    .onSuccess(id -> steps.get(step).recordValue(System.nanoTime() - begun));
        }
    }

    private static String accepted(int status, String path, Buffer answer) {
        String text = answer.toString();
        if (status != 201 || path.endsWith("/payments") && !text.contains("\"succeeded\"")) {
            throw new IllegalStateException(path + " answered " + status + " " + text);
        }
        int at = text.indexOf("\"id\":\"") + 6;
        return text.substring(at, at + 36);
    }
}
