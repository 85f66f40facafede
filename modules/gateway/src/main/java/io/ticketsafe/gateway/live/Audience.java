package io.ticketsafe.gateway.live;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/** Some hundred viewers of one event, on any event loops, who are sent the same frames. Works on the feed's event loop. */
final class Audience {
    /** A turn of them takes an event loop some milliseconds. */
    static final int MOST = 400;

    private final Feed feed;
    private final Map<Loop, Integer> loops = new HashMap<>();
    private List<Joining> joining = new ArrayList<>();
    private Frame tail = new Frame(null, false);
    private int size;
    private long version;
    private int lineage;
    private long turnNanos;

    /** @param nowNanos from when on there may be a turn */
    Audience(Feed feed, long nowNanos) {
        this.feed = feed;
        this.turnNanos = nowNanos - Pace.SHORTEST_NANOS;
    }

    Feed feed() {
        return feed;
    }

    boolean hasRoom() {
        return size < MOST;
    }

    boolean isEmpty() {
        return size == 0;
    }

    long version() {
        return version;
    }

    void join(Joining one) {
        size++;
        joining.add(one);
    }

    void leave(Loop loop) {
        size--;
        loops.merge(loop, -1, (have, one) -> have + one > 0 ? have + one : null);
    }

    boolean isBehind(Following following) {
        return version != following.map().version() || lineage != following.lineage();
    }

    /** Whether somebody looks who is to be sent what is new. */
    boolean wantsFrame(Following following) {
        return !loops.isEmpty() && isBehind(following);
    }

    boolean awaitsEntry(Predicate<Joining> may) {
        return joining.stream().anyMatch(may);
    }

    long turnNanos() {
        return turnNanos;
    }

    void begins(long nowNanos) {
        turnNanos = nowNanos;
    }

    /** What was touched since the last frame; null when only a snapshot will do. */
    List<Touched> news(Following following) {
        return lineage == following.lineage() ? following.since(version) : null;
    }

    /** Returns the event loops to be told. */
    List<Loop> append(Frame frame) {
        tail.next = frame;
        tail = frame;
        return List.copyOf(loops.keySet());
    }

    /** What was appended, or nobody is there to be sent, brings it to where the map is. */
    void isAt(Following following) {
        version = following.map().version();
        lineage = following.lineage();
    }

    void letIn(Predicate<Joining> may, LongFunction<Buffer> first) {
        List<Joining> all = joining;
        joining = new ArrayList<>();
        Map<Long, Buffer> firsts = new HashMap<>();
        for (Joining one : all) {
            if (!may.test(one)) {
                joining.add(one);
                continue;
            }
            long known = one.known() == null ? Feed.NOTHING_KNOWN : one.known();
            Buffer bytes = firsts.computeIfAbsent(known, first::apply);
            loops.merge(one.loop(), 1, Integer::sum);
            one.promise().complete(new Joined(this, bytes, tail));
        }
    }

    /** They are not among its viewers any more. */
    List<Joining> takeJoining() {
        List<Joining> all = joining;
        joining = new ArrayList<>();
        size -= all.size();
        return all;
    }
}
