package io.ticketsafe.common.redis;

import io.ticketsafe.common.config.ClientTls;
import io.ticketsafe.common.config.RedisConfig;
import io.ticketsafe.common.config.RedisUrl;
import io.ticketsafe.common.config.Secret;
import io.ticketsafe.common.redis.RedisDialer.Kind;
import io.ticketsafe.common.redis.RedisDialer.Login;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.HostAndPort;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Supplier;

/** All connections of a store, and who knows where they lead. */
final class RedisNet {
    private static final int QUESTIONS = 64;

    private final RedisStatus status = new RedisStatus();
    private final Lane[] lanes;
    private final RedisDialer dialer;
    private Supplier<Future<Void>> closeGuides = Future::succeededFuture;

    private RedisNet(Vertx vertx, RedisConfig config, RedisUrl url) {
        ClientTls tls = url.tls() ? config.tls() : null;
        Login login = login(url.user(), url.password(), config.user(), config.password());
        dialer = new RedisDialer(vertx, tls, login, url.database(), config.maxWaiting());
        lanes = new Lane[config.maxPoolSize()];
        switch (url.mode()) {
            case SINGLE -> {
                HostAndPort server = url.servers().get(0);
                masters(vertx, config, () -> Future.succeededFuture(server));
            }
            case SENTINEL -> {
                Login guides = login(null, null, config.sentinelUser(), config.sentinelPassword());
                Sentinels sentinels = new Sentinels(
                        vertx,
                        url.servers(),
                        url.master(),
                        new RedisDialer(vertx, tls, guides, 0, QUESTIONS),
                        this::follow);
                masters(vertx, config, sentinels::master);
                closeGuides = sentinels::close;
            }
            case CLUSTER -> {
                ClusterMap map = new ClusterMap(
                        vertx, url.servers(), new RedisDialer(vertx, tls, login, 0, QUESTIONS), status, this::keepOnly);
                Arrays.setAll(
                        lanes,
                        i -> new ClusterLane(
                                vertx,
                                map,
                                node -> lane(vertx, config, Kind.CLUSTER_MASTER, () -> Future.succeededFuture(node))));
                closeGuides = map::close;
            }
        }
    }

    static RedisNet of(Vertx vertx, RedisConfig config) {
        return new RedisNet(vertx, config, RedisUrl.parse(config.url()));
    }

    Lane[] lanes() {
        return lanes;
    }

    RedisStatus status() {
        return status;
    }

    Future<Void> close() {
        status.silence();
        for (Lane lane : lanes) {
            lane.close();
        }
        return Future.join(closeGuides.get(), dialer.close()).mapEmpty();
    }

    private void masters(Vertx vertx, RedisConfig config, Supplier<Future<HostAndPort>> finder) {
        Arrays.setAll(lanes, i -> lane(vertx, config, Kind.MASTER, finder));
    }

    private RedisLane lane(Vertx vertx, RedisConfig config, Kind kind, Supplier<Future<HostAndPort>> finder) {
        return new RedisLane(vertx, dialer, kind, finder, status, config.maxWaiting());
    }

    private void follow(HostAndPort master) {
        for (Lane lane : lanes) {
            ((RedisLane) lane).leaveAllBut(master);
        }
        status.keepOnly(Set.of(master));
    }

    private void keepOnly(Set<HostAndPort> masters) {
        for (Lane lane : lanes) {
            ((ClusterLane) lane).keepOnly(masters);
        }
        status.keepOnly(masters);
    }

    private static Login login(String user, String password, String otherUser, Secret otherPassword) {
        return otherPassword == null
                ? new Login(user, password)
                : new Login(otherUser == null ? user : otherUser, otherPassword.value());
    }
}
