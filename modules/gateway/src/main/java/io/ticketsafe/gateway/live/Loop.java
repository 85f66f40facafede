package io.ticketsafe.gateway.live;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongConsumer;

/** The viewers of one event loop. A fan-out is done in slices, so that other requests are not kept waiting by it. */
public final class Loop {
    private static final long LOOK_EVERY_MS = 500;
    private static final int SLICE = 200;
    private static final int SOONEST_RETRY_MS = 200;
    private static final int LATEST_RETRY_MS = 3_000;

    private final Vertx vertx;
    private final Context context;
    private final LiveMaps live;
    private final long slowNanos;
    private final long heartbeatNanos;
    private final Map<Audience, List<Viewer>> viewers = new HashMap<>();
    private long timer = -1;
    private boolean closed;

    Loop(Vertx vertx, LiveMaps live, Duration slowAfter, Duration heartbeat) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.live = live;
        this.slowNanos = slowAfter.toNanos();
        this.heartbeatNanos = heartbeat.toNanos();
    }

    Context context() {
        return context;
    }

    /** The answer's head is written; the stream begins. */
    void add(HttpServerRequest request, String address, Joined joined) {
        if (closed) {
            request.response().end(Frames.retry(SOONEST_RETRY_MS));
            live.left(joined.audience(), this, address);
            return;
        }
        Viewer viewer = new Viewer(address, request, joined);
        List<Viewer> all = viewers.computeIfAbsent(joined.audience(), audience -> new ArrayList<>());
        viewer.index = all.size();
        all.add(viewer);
        request.response().closeHandler(gone -> remove(viewer));
        request.response().exceptionHandler(failed -> remove(viewer));
        request.response().drainHandler(drained -> pump(viewer));
        viewer.begin(joined, System.nanoTime());
        pump(viewer);
        if (timer < 0) {
            timer = vertx.setPeriodic(LOOK_EVERY_MS, due -> lookAfterAll());
        }
    }

    /** The others take its place, so that leaving costs the same however many there are. */
    private void remove(Viewer viewer) {
        List<Viewer> all = viewers.get(viewer.audience);
        if (all == null || viewer.index < 0) {
            return;
        }
        Viewer last = all.remove(all.size() - 1);
        if (last != viewer) {
            all.set(viewer.index, last);
            last.index = viewer.index;
        }
        viewer.index = -1;
        if (all.isEmpty()) {
            viewers.remove(viewer.audience);
        }
        live.left(viewer.audience, this, viewer.address);
        if (viewers.isEmpty()) {
            vertx.cancelTimer(timer);
            timer = -1;
        }
    }

    private void pump(Viewer viewer) {
        if (viewer.index >= 0 && !goesOn(viewer, System.nanoTime())) {
            remove(viewer);
        }
    }

    /** One stream that cannot be written to holds up no other. */
    private static boolean goesOn(Viewer viewer, long nowNanos) {
        try {
            return viewer.pump(nowNanos);
        } catch (RuntimeException over) {
            return false;
        }
    }

    /** Sends an audience what is new; tells how many nanoseconds of work that was. */
    void fanOut(Audience audience, LongConsumer done) {
        slice(audience, Integer.MAX_VALUE, 0, done);
    }

    /** From the last to the first, since the last one takes the place of one that leaves. */
    private void slice(Audience audience, int from, long workedNanos, LongConsumer done) {
        List<Viewer> all = viewers.get(audience);
        long start = System.nanoTime();
        int at = all == null ? -1 : Math.min(from, all.size() - 1);
        int end = Math.max(-1, at - SLICE);
        while (at > end) {
            if (at < all.size()) {
                pump(all.get(at));
            }
            at--;
        }
        long worked = workedNanos + System.nanoTime() - start;
        if (at < 0) {
            done.accept(worked);
        } else {
            int next = at;
            context.runOnContext(turn -> slice(audience, next, worked, done));
        }
    }

    private void lookAfterAll() {
        long now = System.nanoTime();
        for (List<Viewer> all : List.copyOf(viewers.values())) {
            for (int i = all.size() - 1; i >= 0; i--) {
                Viewer viewer = all.get(i);
                if (!goesOn(viewer, now)) {
                    remove(viewer);
                } else if (viewer.isTooSlow(now, slowNanos)) {
                    remove(viewer);
                    viewer.cutOff();
                    live.meters().dropped();
                } else {
                    viewer.heartbeat(now, heartbeatNanos);
                }
            }
        }
    }

    /** Ends all streams in a way that lets clients go on elsewhere, not all at the same time. */
    public void close() {
        closed = true;
        for (List<Viewer> all : List.copyOf(viewers.values())) {
            for (Viewer viewer : List.copyOf(all)) {
                remove(viewer);
                int retryMs = ThreadLocalRandom.current().nextInt(SOONEST_RETRY_MS, LATEST_RETRY_MS);
                viewer.sendAway(Frames.retry(retryMs));
            }
        }
    }
}
