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
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * Follows one event for all viewers of this process: hears the changes, keeps the map, and makes a frame of what is new at most every
 * {@link Pace}. Works on one event loop; the viewers may be on others.
 */
final class Feed {
    static final RuntimeException CLOSED = new ServiceFault(FaultCode.UNAVAILABLE, "This feed has ended.");

    private static final long TICK_MS = 1_000;
    private static final int TICKS_OF_INTEREST = 5;
    private static final int TICKS_OF_PATIENCE = 30;
    private static final long GAP_MS = 60;
    private static final long RETRY_MS = 2_000;
    private static final long UNKNOWN = -1;
    private static final Call NOBODY = new Call(Caller.NOBODY, null, null, null);

    private final Vertx vertx;
    private final Context context;
    private final Bus bus;
    private final UUID eventId;
    private final LiveMeters meters;
    private final BiConsumer<UUID, Feed> onClosed;
    private final Pace pace = new Pace();
    private final Map<Loop, Integer> loops = new HashMap<>();
    private List<Joining> joining = new ArrayList<>();
    private MessageConsumer<String> changes;
    private Following following;
    private Frame tail = new Frame(null, false);
    private boolean started;
    private boolean closed;
    private boolean reading;
    private boolean gapNoted;
    private boolean flushing;
    private int fanningOut;
    private long frameVersion;
    private long heardAtNanos;
    private long ticker = -1;
    private int ticks;
    private int idleTicks;

    private record Joining(Long known, Loop loop, Promise<Joined> promise) {}

    Feed(Vertx vertx, Context context, Bus bus, UUID eventId, LiveMeters meters, BiConsumer<UUID, Feed> onClosed) {
        this.vertx = vertx;
        this.context = context;
        this.bus = bus;
        this.eventId = eventId;
        this.meters = meters;
        this.onClosed = onClosed;
    }

    /** Fails with {@link #CLOSED} when another feed must be made. */
    Future<Joined> join(Long known, Loop loop) {
        Promise<Joined> promise = Promise.promise();
        context.runOnContext(turn -> {
            if (closed) {
                promise.fail(CLOSED);
                return;
            }
            joining.add(new Joining(known, loop, promise));
            if (!started) {
                started = true;
                start();
            } else if (following != null) {
                boolean isAhead = known != null && known > following.map().version();
                if (isAhead) {
                    read(UNKNOWN);
                } else {
                    flushSoon();
                }
            }
        });
        Promise<Joined> onLoop = Promise.promise();
        promise.future()
                .onComplete(joined ->
                        loop.context().runOnContext(turn -> onLoop.complete(joined.result(), joined.cause())));
        return onLoop.future();
    }

    void leave(Loop loop) {
        context.runOnContext(turn -> loops.merge(loop, -1, (have, one) -> have + one > 0 ? have + one : null));
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
                        fail(map.cause());
                        return;
                    }
                    following = new Following(map.result());
                    frameVersion = following.map().version();
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
            read(UNKNOWN);
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
        if (following.hasNews()) {
            flushSoon();
        }
    }

    private void read(long known) {
        if (reading || closed) {
            return;
        }
        reading = true;
        long asked = following.map().version();
        ask(known)
                .onComplete(read -> context.runOnContext(turn -> {
                    reading = false;
                    if (closed) {
                        return;
                    }
                    if (read.failed()) {
                        boolean gone =
                                read.cause() instanceof ServiceFault fault && fault.code() == FaultCode.NOT_FOUND;
                        if (gone) {
                            end();
                        } else if (!joining.isEmpty()) {
                            flushSoon();
                        }
                        return;
                    }
                    SeatMap map = read.result();
                    following.read(map, asked);
                    progress();
                    if (map.ended()) {
                        end();
                    } else if (!joining.isEmpty()) {
                        flushSoon();
                    }
                }));
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
        idleTicks = loops.isEmpty() && joining.isEmpty() ? idleTicks + 1 : 0;
        if (idleTicks >= TICKS_OF_PATIENCE) {
            close();
        }
    }

    private void flushSoon() {
        if (!flushing && !closed) {
            flushing = true;
            vertx.setTimer(pace.pauseMs(System.nanoTime()), timer -> flush());
        }
    }

    /** One frame for what is new; who waits to come in does so between two frames. */
    private void flush() {
        if (closed) {
            return;
        }
        if (fanningOut > 0) {
            vertx.setTimer(pace.pauseMs(System.nanoTime()), timer -> flush());
            return;
        }
        flushing = false;
        if (following.hasNews()) {
            publish();
        }
        letIn();
    }

    private void publish() {
        List<Touched> news = following.takeNews();
        LiveMap map = following.map();
        append(new Frame(news == null ? snapshot() : Frames.change(map, frameVersion, news), false));
        frameVersion = map.version();
        meters.frame();
    }

    private void append(Frame frame) {
        tail.next = frame;
        tail = frame;
        List<Loop> all = List.copyOf(loops.keySet());
        if (all.isEmpty()) {
            return;
        }
        fanningOut = all.size();
        pace.began(System.nanoTime());
        for (Loop loop : all) {
            loop.context()
                    .runOnContext(turn -> loop.fanOut(
                            this,
                            worked -> context.runOnContext(back -> {
                                fanningOut--;
                                pace.worked(worked);
                            })));
        }
    }

    private Buffer snapshot() {
        meters.snapshot();
        return Frames.snapshot(following.map());
    }

    private void letIn() {
        List<Joining> all = joining;
        joining = new ArrayList<>();
        Map<Long, Buffer> firsts = new HashMap<>();
        for (Joining one : all) {
            Buffer first = firsts.computeIfAbsent(one.known() == null ? UNKNOWN : one.known(), this::first);
            loops.merge(one.loop(), 1, Integer::sum);
            one.promise().complete(new Joined(this, first, tail));
        }
    }

    private Buffer first(long known) {
        List<Touched> missed = known < 0 ? null : following.since(known);
        Buffer first = Frames.retry(RETRY_MS);
        if (missed == null) {
            first.appendBuffer(snapshot());
        } else if (!missed.isEmpty()) {
            first.appendBuffer(Frames.change(following.map(), known, missed));
        }
        return first;
    }

    private void end() {
        if (following.hasNews()) {
            publish();
        }
        append(new Frame(Frames.end(), true));
        fail(ServiceFault.notFound("stream of this event, which is over"));
    }

    private void fail(Throwable why) {
        List<Joining> all = joining;
        joining = new ArrayList<>();
        close();
        all.forEach(one -> one.promise().fail(why));
    }

    private void close() {
        closed = true;
        onClosed.accept(eventId, this);
        vertx.cancelTimer(ticker);
        if (changes != null) {
            changes.unregister();
        }
    }
}
