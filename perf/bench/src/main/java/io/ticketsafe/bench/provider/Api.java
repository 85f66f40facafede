package io.ticketsafe.bench.provider;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.List;
import java.util.UUID;

/** The REST API over keep-alive connections of its own, each request in the name of the next buyer. */
final class Api {
    private final HttpClient http;
    private final int port;
    private final List<String> tokens;
    private int next;

    Api(Vertx vertx, int port, int connections, List<String> tokens) {
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setTcpNoDelay(true), new PoolOptions().setHttp1MaxSize(connections));
        this.port = port;
        this.tokens = tokens;
    }

    record Answer(int status, String body) {
        /** The first one in the answer. */
        String id() {
            int at = body.indexOf("\"id\":\"") + 6;
            return body.substring(at, at + 36);
        }
    }

    String nextToken() {
        return tokens.get(next++ % tokens.size());
    }

    Future<Answer> get(String path) {
        return send(HttpMethod.GET, path, null, null);
    }

    Future<Answer> post(String path, String token, String body) {
        return send(HttpMethod.POST, path, token, body);
    }

    private Future<Answer> send(HttpMethod method, String path, String token, String body) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI(path);
        if (token != null) {
            options.putHeader("Authorization", "Bearer " + token)
                    .putHeader("Content-Type", "application/json")
                    .putHeader("Idempotency-Key", UUID.randomUUID().toString());
        }
        return http.request(options)
                .compose(request -> body == null ? request.send() : request.send(body))
                .compose(answer -> answer.body().map(text -> new Answer(answer.statusCode(), text.toString())));
    }
}
