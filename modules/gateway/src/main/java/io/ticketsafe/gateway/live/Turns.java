package io.ticketsafe.gateway.live;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The audiences of a feed, one after the other: the frame that an audience is sent is made when its turn comes, so that it has
 * everything there is, and the turns of all are spread over time. Works on the feed's event loop.
 */
final class Turns {
    private static final long RETRY_MS = 2_000;

    private final Vertx vertx;
    private final Context context;
    private final Feed feed;
    private final LiveMeters meters;
    private final Pace pace = new Pace();
    private final List<Audience> audiences = new ArrayList<>();
    private boolean running;
    private boolean over;
    private int fanningOut;
    private long longestNanos;
    private Buffer snapshot;
    private long snapshotVersion;
    private int snapshotLineage;

    Turns(Vertx vertx, Context context, Feed feed, LiveMeters meters) {
        this.vertx = vertx;
        this.context = context;
        this.feed = feed;
        this.meters = meters;
    }

    void join(Joining one) {
        for (Audience audience : audiences) {
            if (audience.hasRoom()) {
                audience.join(one);
                return;
            }
        }
        Audience more = new Audience(feed, System.nanoTime());
        audiences.add(more);
        more.join(one);
    }

    void leave(Audience audience, Loop loop) {
        audience.leave(loop);
        if (audience.isEmpty()) {
            audiences.remove(audience);
        }
    }

    boolean isNobodyThere() {
        return audiences.isEmpty();
    }

    boolean doesSomebodyWaitInVain() {
        return audiences.stream().anyMatch(audience -> audience.awaitsEntry(one -> !feed.mayEnter(one)));
    }

    /** There may be something to be sent, or somebody to be let in. */
    void soon() {
        if (!running && !over) {
            running = true;
            next(pace.collectNanos(System.nanoTime()));
        }
    }

    /** Everybody is sent what is new and the end, at once. Returns those who were not let in. */
    List<Joining> end(Buffer end) {
        List<Joining> waiting = stop();
        for (Audience audience : audiences) {
            if (audience.wantsFrame(feed.following())) {
                audience.append(frame(audience));
            }
            audience.append(new Frame(end, true))
                    .forEach(loop -> loop.context().runOnContext(turn -> loop.fanOut(audience, worked -> {})));
        }
        return waiting;
    }

    /** Returns those who were not let in. */
    List<Joining> stop() {
        over = true;
        List<Joining> waiting = new ArrayList<>();
        audiences.forEach(audience -> waiting.addAll(audience.takeJoining()));
        return waiting;
    }

    private void next(long nanos) {
        vertx.setTimer(Pace.ms(nanos), timer -> turn());
    }

    private void turn() {
        if (over) {
            return;
        }
        long now = System.nanoTime();
        Audience first = null;
        long shortest = Long.MAX_VALUE;
        for (Audience audience : audiences) {
            long wait = waitNanos(audience, now);
            if (wait < shortest || first != null && wait == shortest && audience.turnNanos() - first.turnNanos() < 0) {
                first = audience;
                shortest = wait;
            }
        }
        if (first == null) {
            running = false;
        } else if (shortest > 0) {
            next(shortest);
        } else {
            turn(first, now);
        }
    }

    /** Nobody is let in but between two frames, so that nothing is sent twice. */
    private long waitNanos(Audience audience, long now) {
        if (audience.wantsFrame(feed.following())) {
            return Math.max(0, audience.turnNanos() + Pace.SHORTEST_NANOS - now);
        }
        return audience.awaitsEntry(feed::mayEnter) ? 0 : Long.MAX_VALUE;
    }

    private void turn(Audience audience, long now) {
        audience.begins(now);
        List<Loop> loops = audience.wantsFrame(feed.following()) ? audience.append(frame(audience)) : List.of();
        audience.isAt(feed.following());
        audience.letIn(feed::mayEnter, this::first);
        if (loops.isEmpty()) {
            next(pace.restNanos(now));
            return;
        }
        fanningOut = loops.size();
        longestNanos = 0;
        for (Loop loop : loops) {
            loop.context()
                    .runOnContext(
                            turn -> loop.fanOut(audience, worked -> context.runOnContext(back -> fannedOut(worked))));
        }
    }

    private void fannedOut(long workedNanos) {
        longestNanos = Math.max(longestNanos, workedNanos);
        if (--fanningOut == 0) {
            long now = System.nanoTime();
            pace.worked(longestNanos, now);
            next(pace.restNanos(now));
        }
    }

    private Frame frame(Audience audience) {
        List<Touched> news = audience.news(feed.following());
        meters.frame();
        return new Frame(
                news == null ? snapshot() : Frames.change(feed.following().map(), audience.version(), news), false);
    }

    /** What somebody is sent who comes in now. */
    private Buffer first(long known) {
        List<Touched> missed = known < 0 ? null : feed.following().since(known);
        Buffer first = Frames.retry(RETRY_MS);
        if (missed == null) {
            first.appendBuffer(snapshot());
        } else if (!missed.isEmpty()) {
            first.appendBuffer(Frames.change(feed.following().map(), known, missed));
        }
        return first;
    }

    private Buffer snapshot() {
        Following following = feed.following();
        if (snapshot == null
                || snapshotVersion != following.map().version()
                || snapshotLineage != following.lineage()) {
            snapshot = Frames.snapshot(following.map());
            snapshotVersion = following.map().version();
            snapshotLineage = following.lineage();
            meters.snapshot();
        }
        return snapshot;
    }
}
