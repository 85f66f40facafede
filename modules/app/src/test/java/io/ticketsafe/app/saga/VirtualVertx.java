package io.ticketsafe.app.saga;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Timer;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.internal.ContextInternal;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** What one simulated process sees of Vert.x: timers in virtual time, a context whose turns are steps, its way to the network. */
final class VirtualVertx {
    private final Timeline timeline;
    private final Step.Mortal owner;
    private final Map<Long, Step> timers = new HashMap<>();
    private long lastTimer;

    private VirtualVertx(Timeline timeline, Step.Mortal owner) {
        this.timeline = timeline;
        this.owner = owner;
    }

    static Vertx of(Timeline timeline, Step.Mortal owner, EventBus bus) {
        VirtualVertx self = new VirtualVertx(timeline, owner);
        Context context = Stub.of(
                ContextInternal.class,
                Map.of(
                        "runOnContext",
                        arguments -> self.turn(arguments[0]),
                        "promise",
                        arguments -> Promise.promise()));
        Map<String, Function<Object[], Object>> answers = new HashMap<>();
        answers.put("eventBus", arguments -> bus);
        answers.put("getOrCreateContext", arguments -> context);
        answers.put("runOnContext", arguments -> self.turn(arguments[0]));
        answers.put("setTimer", arguments -> self.setTimer((Long) arguments[0], handler(arguments[1])));
        // Only what watches for connections that are lent for too long; none is here.
        answers.put("setPeriodic", arguments -> -1L);
        answers.put("cancelTimer", arguments -> self.cancel((Long) arguments[0]));
        answers.put("timer", self::timer);
        answers.put("executeBlocking", arguments -> self.blocking((Callable<?>) arguments[0]));
        return Stub.of(Vertx.class, answers);
    }

    @SuppressWarnings("unchecked")
    private static <T> Handler<T> handler(Object argument) {
        return (Handler<T>) argument;
    }

    private Object turn(Object argument) {
        Handler<Void> handler = handler(argument);
        timeline.after(0, "turn", owner, () -> handler.handle(null));
        return null;
    }

    private long setTimer(long ms, Handler<Long> handler) {
        long id = ++lastTimer;
        timers.put(id, timeline.timer(ms, "timer", owner, () -> {
            timers.remove(id);
            handler.handle(id);
        }));
        return id;
    }

    private boolean cancel(long id) {
        Step timer = timers.remove(id);
        if (timer != null) {
            timeline.forget(timer);
        }
        return timer != null;
    }

    private Timer timer(Object[] arguments) {
        TimeUnit unit = arguments.length > 1 ? (TimeUnit) arguments[1] : TimeUnit.MILLISECONDS;
        Promise<Void> fired = Promise.promise();
        timeline.after(unit.toMillis((Long) arguments[0]), "pause ends", owner, fired::complete);
        return timerOf(fired.future());
    }

    private static Timer timerOf(Future<Void> fired) {
        Map<String, Function<Object[], Object>> answers = new HashMap<>();
        answers.put(
                "compose",
                arguments -> arguments.length == 1
                        ? fired.compose(function(arguments[0]))
                        : fired.compose(function(arguments[0]), function(arguments[1])));
        answers.put("map", arguments -> fired.map(VirtualVertx.<Void, Object>function(arguments[0])));
        answers.put("onComplete", arguments -> fired.onComplete(handler(arguments[0])));
        answers.put("onSuccess", arguments -> fired.onSuccess(handler(arguments[0])));
        return Stub.of(Timer.class, answers);
    }

    @SuppressWarnings("unchecked")
    private static <A, B> Function<A, B> function(Object argument) {
        return (Function<A, B>) argument;
    }

    /** Ends at some later step, as a worker thread would. */
    private Future<?> blocking(Callable<?> code) {
        Promise<Object> ended = Promise.promise();
        timeline.after(0, "worker", owner, () -> {
            try {
                ended.complete(code.call());
            } catch (Exception e) {
                ended.fail(e);
            }
        });
        return ended.future();
    }
}
