package io.ticketsafe.common.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.HostAndPort;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is the master. All sentinels are asked each time, and the one with the newest configuration is believed: one that was
 * cut off goes on naming the master of before. Those that do not answer are not waited for much.
 */
final class Sentinels {
    private static final Logger log = LoggerFactory.getLogger(Sentinels.class);
    private static final long PATIENCE_MS = 1_500;
    private static final long ASK_EVERY_MS = 1_000;
    private static final int MOST_QUESTIONS = 64;

    private final Vertx vertx;
    private final String name;
    private final RedisDialer dialer;
    private final RedisStatus status = new RedisStatus();
    private final List<RedisLane> lanes;
    private final long timer;
    private final Consumer<HostAndPort> onMaster;

    // Guarded by this.
    private Future<HostAndPort> asking;
    private HostAndPort last;

    /** @param onMaster told from time to time who the master is */
    Sentinels(
            Vertx vertx, List<HostAndPort> sentinels, String name, RedisDialer dialer, Consumer<HostAndPort> onMaster) {
        this.vertx = vertx;
        this.name = name;
        this.dialer = dialer;
        this.onMaster = onMaster;
        this.lanes = sentinels.stream().map(this::lane).toList();
        this.timer = Nobody.periodic(vertx, ASK_EVERY_MS, any -> look());
    }

    /** Fails with {@link RedisTrouble} when no sentinel says. */
    synchronized Future<HostAndPort> master() {
        if (asking != null) {
            return asking;
        }
        Future<HostAndPort> asked = ask();
        if (!asked.isComplete()) {
            asking = asked;
            asked.onComplete(any -> {
                synchronized (this) {
                    asking = null;
                }
            });
        }
        return asked;
    }

    Future<Void> close() {
        vertx.cancelTimer(timer);
        status.silence();
        lanes.forEach(RedisLane::close);
        return dialer.close();
    }

    private void look() {
        synchronized (this) {
            if (last == null) {
                return;
            }
        }
        master().onSuccess(onMaster::accept);
    }

    private Future<HostAndPort> ask() {
        List<Future<Master>> answers = lanes.stream().map(this::ask).toList();
        return Future.join(answers).transform(all -> {
            Master newest = answers.stream()
                    .map(answer -> answer.succeeded() ? answer.result() : null)
                    .filter(Objects::nonNull)
                    .reduce((a, b) -> b.epoch() > a.epoch() ? b : a)
                    .orElse(null);
            return newest == null
                    ? Future.failedFuture(new RedisTrouble(reason(answers.get(0).cause())))
                    : Future.succeededFuture(note(newest.address()));
        });
    }

    private Future<Master> ask(RedisLane sentinel) {
        return sentinel.send(Request.cmd(Command.SENTINEL).arg("MASTER").arg(name))
                .timeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
                .map(Master::of);
    }

    private synchronized HostAndPort note(HostAndPort master) {
        if (!master.equals(last)) {
            log.atInfo()
                    .addKeyValue("master", name)
                    .addKeyValue("server", master)
                    .addKeyValue("before", last)
                    .log("the sentinels name the master");
            last = master;
        }
        return master;
    }

    private String reason(Throwable failure) {
        return failure instanceof ErrorType error && error.is("ERR No such master")
                ? "the sentinels know no master of the name " + name
                : "no sentinel says where the master " + name + " is";
    }

    private RedisLane lane(HostAndPort sentinel) {
        return new RedisLane(
                vertx,
                dialer,
                RedisDialer.Kind.SENTINEL,
                () -> Future.succeededFuture(sentinel),
                status,
                MOST_QUESTIONS);
    }

    private record Master(HostAndPort address, long epoch) {
        static Master of(Response answer) {
            return new Master(
                    HostAndPort.create(
                            answer.get("ip").toString(), answer.get("port").toInteger()),
                    answer.get("config-epoch").toLong());
        }
    }
}
