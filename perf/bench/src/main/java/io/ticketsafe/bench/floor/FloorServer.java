package io.ticketsafe.bench.floor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.ticketsafe.bench.Hall;
import io.ticketsafe.bench.Show;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Floor A on one event loop: parses the body, runs the script once, answers the same JSON. No router, no token, no bus, no
 * validation, no limits, no metrics.
 */
final class FloorServer extends VerticleBase {
    private static final JsonFactory JSON = new JsonFactory();
    private static final CharSequence APPLICATION_JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence PROBLEM_JSON = HttpHeaders.createOptimized("application/problem+json");
    private static final int EVENT_AT = "/v1/events/".length();
    private static final int ID_LENGTH = 36;

    private final int port;
    private final String redisUrl;
    private final String digest;
    private final Hall hall;
    private final Map<String, HoldCall> calls;
    private final UUID holder;
    private RedisConnection redis;

    /** @param holder who holds everything: nobody is asked who they are */
    FloorServer(int port, String redisUrl, String digest, Hall hall, List<Show> shows, UUID holder) {
        this.port = port;
        this.redisUrl = redisUrl;
        this.digest = digest;
        this.hall = hall;
        this.calls = shows.stream().collect(Collectors.toMap(Show::id, show -> new HoldCall(hall, show)));
        this.holder = holder;
    }

    /** The same options as TicketSafe has. */
    @Override
    public Future<?> start() {
        RedisOptions options = new RedisOptions()
                .setConnectionString(redisUrl)
                .setMaxPoolSize(1)
                .setMaxPoolWaiting(1)
                .setMaxWaitingHandlers(4096);
        options.getNetClientOptions().setTcpNoDelay(true).setTcpKeepAlive(true);
        HttpServerOptions http = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setAcceptBacklog(4096)
                .setTcpNoDelay(true)
                .setIdleTimeout(75)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
        return Redis.createClient(vertx, options)
                .connect()
                .onSuccess(connection -> redis = connection)
                .compose(connected -> vertx.createHttpServer(http)
                        .requestHandler(this::handle)
                        .listen());
    }

    private void handle(HttpServerRequest request) {
        String event = request.path().substring(EVENT_AT, EVENT_AT + ID_LENGTH);
        request.body()
                .compose(body -> hold(request, event, body))
                .onFailure(failure -> request.response().setStatusCode(500).end(String.valueOf(failure)));
    }

    private Future<Void> hold(HttpServerRequest http, String event, Buffer body) {
        UUID id = HoldIds.next();
        List<String> seats = seats(body);
        HoldCall call = calls.get(event);
        byte[][] values;
        if (seats.isEmpty()) {
            values = call.best(id, holder);
        } else {
            String section = seats.get(0).substring(0, seats.get(0).indexOf('-'));
            values = call.seats(id, holder, section, positions(seats));
        }
        Request script = Request.cmd(Command.EVALSHA).arg(digest);
        for (byte[] value : values) {
            script.arg(value);
        }
        return redis.send(script).compose(reply -> answer(http, event, id, reply));
    }

    private Future<Void> answer(HttpServerRequest http, String event, UUID id, Response reply) {
        boolean held = reply.get(0).toInteger() == 0;
        return http.response()
                .setStatusCode(held ? 201 : 409)
                .putHeader(HttpHeaders.CONTENT_TYPE, held ? APPLICATION_JSON : PROBLEM_JSON)
                .end(held ? FloorAnswers.hold(hall, event, id.toString(), reply) : FloorAnswers.refusal(hall, reply));
    }

    private List<Integer> positions(List<String> seats) {
        List<Integer> positions = new ArrayList<>(seats.size());
        for (String seat : seats) {
            int first = seat.indexOf('-');
            int last = seat.lastIndexOf('-');
            int row = Integer.parseInt(seat, first + 1, last, 10) - 1;
            positions.add(row * (hall.rowSeats() + 1) + Integer.parseInt(seat, last + 1, seat.length(), 10) - 1);
        }
        return positions;
    }

    /** The labels under "seats"; none when the best available are wanted. */
    private static List<String> seats(Buffer body) {
        List<String> seats = new ArrayList<>(4);
        try (JsonParser parser = JSON.createParser(body.getBytes())) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    seats.add(parser.getText());
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("no JSON", e);
        }
        return seats;
    }
}
