package io.ticketsafe.common.redis;

import io.ticketsafe.common.config.ClientTls;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.net.NetClientInternal;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.concurrent.TimeUnit;

/** Opens connections: TCP, TLS, log-in, and a look at who answers. */
final class RedisDialer {
    private static final int DEADLINE_MS = (int) RedisStore.DEADLINE.toMillis();

    /** A little less, so that what is wrong is told here and not by whoever waits. */
    private static final int PATIENCE_MS = DEADLINE_MS * 9 / 10;

    /** The connection refuses with twice as many, which {@link RedisLine} never lets happen: it could not tell those from answers. */
    private static final int QUEUE_FACTOR = 2;

    /** What must answer. */
    enum Kind {
        /** The master of a server alone or of sentinels. */
        MASTER("standalone", true),
        SENTINEL("sentinel", false),
        CLUSTER_MASTER("cluster", true),
        CLUSTER_NODE("cluster", false);

        private final String mode;
        private final boolean master;

        Kind(String mode, boolean master) {
            this.mode = mode;
            this.master = master;
        }
    }

    /** Both may be absent; a user needs a password. */
    record Login(String user, String password) {}

    private final VertxInternal vertx;
    private final NetClientOptions options;
    private final NetClientInternal client;
    private final Login login;
    private final int database;
    private final int maxWaiting;

    /** @param tls absent for none */
    RedisDialer(Vertx vertx, ClientTls tls, Login login, int database, int maxWaiting) {
        this.vertx = (VertxInternal) vertx;
        this.login = login;
        this.database = database;
        this.maxWaiting = maxWaiting;
        this.options = options(tls);
        this.client = client(options);
    }

    /** Fails with {@link RedisTrouble}, within the deadline. */
    Future<RedisLink> dial(HostAndPort server, Kind kind) {
        ContextInternal context = Nobody.context(vertx);
        Promise<NetSocket> socket = context.promise();
        ConnectOptions where = new ConnectOptions()
                .setRemoteAddress(SocketAddress.inetSocketAddress(server.port(), server.host()))
                .setSsl(options.isSsl())
                .setSslOptions(options.getSslOptions());
        try {
            client.connectInternal(where, socket, context);
        } catch (RuntimeException e) {
            return Future.failedFuture(RedisTrouble.of(server, e));
        }
        return socket.future()
                .compose(
                        connected -> greeted(new RedisLink(vertx, context, connected, QUEUE_FACTOR * maxWaiting), kind))
                .recover(failure -> Future.failedFuture(RedisTrouble.of(server, failure)));
    }

    Future<Void> close() {
        return client.close();
    }

    private Future<RedisLink> greeted(RedisLink link, Kind kind) {
        link.onEnd(why -> {});
        return link.send(hello())
                .compose(answer -> check(answer, kind))
                .compose(right -> database == 0
                        ? Future.succeededFuture()
                        : link.send(Request.cmd(Command.SELECT).arg(database)))
                .timeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
                .onFailure(failure -> link.forceClose())
                .map(link);
    }

    private Request hello() {
        Request hello = Request.cmd(Command.HELLO).arg("3");
        return login.password() == null
                ? hello
                : hello.arg("AUTH")
                        .arg(login.user() == null ? "default" : login.user())
                        .arg(login.password());
    }

    private static Future<Void> check(Response answer, Kind kind) {
        Response mode = answer != null && answer.type() == ResponseType.MULTI ? answer.get("mode") : null;
        if (mode == null) {
            return Future.failedFuture(new RedisTrouble("does not answer like a Redis"));
        }
        if (!mode.toString().equals(kind.mode)) {
            return Future.failedFuture(
                    new RedisTrouble("is in mode " + mode + ", and the URL is for mode " + kind.mode));
        }
        return kind.master && !"master".equals(String.valueOf(answer.get("role")))
                ? Future.failedFuture(new RedisTrouble("is a replica, not a master"))
                : Future.succeededFuture();
    }

    private NetClientInternal client(NetClientOptions options) {
        ContextInternal nobodys = Nobody.context(vertx);
        ContextInternal before = nobodys.beginDispatch();
        try {
            return (NetClientInternal) vertx.createNetClient(options);
        } finally {
            nobodys.endDispatch(before);
        }
    }

    private static NetClientOptions options(ClientTls tls) {
        NetClientOptions options = new NetClientOptions()
                .setConnectTimeout(DEADLINE_MS)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true);
        if (tls == null) {
            return options;
        }
        options.setSsl(true)
                .setHostnameVerificationAlgorithm(tls.verifyHost() ? "HTTPS" : "")
                .setSslHandshakeTimeout(DEADLINE_MS)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        if (tls.ca() != null) {
            options.setTrustOptions(new PemTrustOptions().addCertPath(tls.ca().toString()));
        }
        if (tls.certificate() != null) {
            options.setKeyCertOptions(new PemKeyCertOptions()
                    .setCertPath(tls.certificate().toString())
                    .setKeyPath(tls.key().toString()));
        }
        return options;
    }
}
