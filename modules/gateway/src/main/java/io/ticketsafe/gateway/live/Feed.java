package io.ticketsafe.gateway.live;

import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.bus.Caller;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.tickets.SeatChange;
import io.ticketsafe.contract.tickets.SeatMapOperations;
import io.ticketsafe.contract.tickets.SeatMapOperations.GetSeatMap;
import io.ticketsafe.contract.tickets.SeatMapOperations.SeatMap;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * Follows one event for all viewers of this process: hears the changes and keeps the map; {@link Turns} sends what is new. Works on one
 * event loop; the viewers may be on others.
 */
final class Feed {
    static final RuntimeException CLOSED = new ServiceFault(FaultCode.UNAVAILABLE, "This feed has ended.");

    private static final long TICK_MS = 1_000;
    private static final int TICKS_OF_INTEREST = 5;
    private static final int TICKS_OF_PATIENCE = 30;
    private static final long GAP_MS = 60;
    static final long NOTHING_KNOWN = -1;
    private static final Call NOBODY = new Call(Caller.NOBODY, null, null, null);

    private final Vertx vertx;
    private final Context context;
    private final Bus bus;
    private final UUID eventId;
    private final LiveMeters meters;
    private final BiConsumer<UUID, Feed> onClosed;
    private final Turns turns;
    private MessageConsumer<String> changes;
    private Following following;
    private boolean started;
    private boolean closed;
    private boolean reading;
    private int readingsBegun;
    private int readingsOver;
    private boolean gapNoted;
    private long heardAtNanos;
    private long ticker = -1;
    private int ticks;
    private int idleTicks;

    Feed(Vertx vertx, Context context, Bus bus, UUID eventId, LiveMeters meters, BiConsumer<UUID, Feed> onClosed) {
        this.vertx = vertx;
        this.context = context;
        this.bus = bus;
        this.eventId = eventId;
        this.meters = meters;
        this.onClosed = onClosed;
        this.turns = new Turns(vertx, context, this, meters);
    }

    /** Fails with {@link #CLOSED} when another feed must be made. */
    Future<Joined> join(Long known, Loop loop) {
        Promise<Joined> promise = Promise.promise();
        context.runOnContext(turn -> {
            if (closed) {
                promise.fail(CLOSED);
                return;
            }
            Joining one = new Joining(known, readingsBegun + 1, loop, promise);
            turns.join(one);
            if (!started) {
                started = true;
                start();
            } else if (following != null) {
                if (!mayEnter(one)) {
                    read(NOTHING_KNOWN);
                }
                turns.soon();
            }
        });
        Promise<Joined> onLoop = Promise.promise();
        promise.future()
                .onComplete(joined ->
                        loop.context().runOnContext(turn -> onLoop.complete(joined.result(), joined.cause())));
        return onLoop.future();
    }

    void leave(Audience audience, Loop loop) {
        context.runOnContext(turn -> turns.leave(audience, loop));
    }

    Following following() {
        return following;
    }

    /**
     * Not yet if another gateway was ahead of this one, whether it was told of changes sooner or its reading came later: a reading that
     * was begun after that will know what it knew.
     */
    boolean mayEnter(Joining one) {
        return one.known() == null || one.known() <= following.map().version() || readingsOver >= one.reading();
    }

    /** An event that is not known costs one question and nothing else. */
    private void start() {
        ask(null)
                .compose(map -> {
                    if (map.ended()) {
                        throw ServiceFault.notFound("stream of this event, which is over");
                    }
                    changes = vertx.eventBus()
                            .consumer(SeatMapOperations.changesOf(eventId), message -> heard(message.body()));
                    return changes.completion().map(map);
                })
                .onComplete(map -> context.runOnContext(turn -> {
                    if (map.failed()) {
                        fail(turns.stop(), map.cause());
                        return;
                    }
                    following = new Following(map.result());
                    vertx.eventBus().publish(SeatMapOperations.WATCH, eventId.toString());
                    ticker = vertx.setPeriodic(TICK_MS, timer -> tick());
                    read(following.map().version());
                }));
    }

    private Future<SeatMap> ask(Long known) {
        return bus.call(SeatMapOperations.GET, new GetSeatMap(eventId, known), NOBODY);
    }

    private void heard(String text) {
        if (following == null || closed) {
            return;
        }
        heardAtNanos = System.nanoTime();
        following.heard(SeatChange.readAll(text));
        progress();
    }

    /** Decides what must be read, and makes known what is new. */
    private void progress() {
        if (following.mustRead()) {
            meters.resync();
            read(following.map().version());
        } else if (following.isDoubtful()) {
            read(NOTHING_KNOWN);
        } else if (following.hasGap() && !gapNoted) {
            gapNoted = true;
            vertx.setTimer(GAP_MS, timer -> {
                gapNoted = false;
                if (!closed && following.hasGap()) {
                    meters.resync();
                    read(following.map().version());
                }
            });
        }
        turns.soon();
    }

    private void read(long known) {
        if (reading || closed) {
            return;
        }
        reading = true;
        readingsBegun++;
        long asked = following.map().version();
        boolean inDoubt = following.isDoubtful();
        ask(known)
                .onComplete(read -> context.runOnContext(turn -> {
                    reading = false;
                    readingsOver++;
                    if (!closed) {
                        wasRead(read, asked, inDoubt);
                    }
                }));
    }

    private void wasRead(AsyncResult<SeatMap> read, long asked, boolean inDoubt) {
        if (read.succeeded()) {
            following.read(read.result(), asked, inDoubt);
            progress();
        }
        boolean gone = read.cause() instanceof ServiceFault fault && fault.code() == FaultCode.NOT_FOUND;
        if (gone || read.succeeded() && read.result().ended()) {
            end();
            return;
        }
        if (turns.doesSomebodyWaitInVain()) {
            read(NOTHING_KNOWN);
        }
        turns.soon();
    }

    private void tick() {
        ticks++;
        if (ticks % TICKS_OF_INTEREST == 0) {
            vertx.eventBus().publish(SeatMapOperations.WATCH, eventId.toString());
        }
        boolean quiet = System.nanoTime() - heardAtNanos >= TimeUnit.MILLISECONDS.toNanos(TICK_MS);
        if (quiet || following.mustRead() || following.hasGap()) {
            read(following.map().version());
        }
        idleTicks = turns.isNobodyThere() ? idleTicks + 1 : 0;
        if (idleTicks >= TICKS_OF_PATIENCE) {
            close();
        }
    }

    private void end() {
        fail(turns.end(Frames.end()), ServiceFault.notFound("stream of this event, which is over"));
    }

    private void fail(List<Joining> waiting, Throwable why) {
        close();
        waiting.forEach(one -> one.promise().fail(why));
    }

    private void close() {
        closed = true;
        turns.stop();
        onClosed.accept(eventId, this);
        vertx.cancelTimer(ticker);
        if (changes != null) {
            changes.unregister();
        }
    }
}
