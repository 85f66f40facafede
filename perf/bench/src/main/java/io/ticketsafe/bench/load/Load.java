package io.ticketsafe.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * The load generator: one thread, some connections that stay open, and on each of them as many requests under way as the depth says.
 * It shares the machine with what it measures, so it does no more than it must: it copies parts of requests that were made before
 * and looks for status and end of each answer.
 */
public final class Load {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final long STUCK_MS = 30_000;
    private static final long LONGEST_NANOS = 60_000_000_000L;

    private final Plan plan;
    private final Wire wire;
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ByteBuffer outgoing = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final byte[] scratch = new byte[BUFFER_BYTES];
    private final long[] statuses = new long[1_000];
    private final Histogram[] latencies;
    private long next;
    private long underWay;
    private long answered;
    private long sendUntilNanos;

    /**
     * @param requests at most so many
     * @param maxNanos requests are begun for so long
     * @param parts into how many equal parts of all requests the latencies are divided
     */
    public record Plan(
            InetSocketAddress address, int connections, int depth, long requests, long maxNanos, int parts) {}

    /**
     * @param statuses how often each came
     * @param latencies of each part, nanoseconds
     * @param cpuNanos of the load generator itself
     */
    public record Outcome(
            long answers, long nanos, long cpuNanos, Map<Integer, Long> statuses, Histogram[] latencies) {}

    private Load(Plan plan, Wire wire) {
        this.plan = plan;
        this.wire = wire;
        this.latencies = new Histogram[plan.parts()];
        for (int i = 0; i < latencies.length; i++) {
            latencies[i] = new Histogram(LONGEST_NANOS, 3);
        }
    }

    /** Blocks until every request that was begun is answered; fails when a connection is lost or nothing comes for 30 s. */
    public static Outcome run(Plan plan, Wire wire) {
        try (Selector selector = Selector.open()) {
            return new Load(plan, wire).run(selector);
        } catch (IOException e) {
            throw new UncheckedIOException("the load generator lost its server", e);
        }
    }

    private Outcome run(Selector selector) throws IOException {
        for (int i = 0; i < plan.connections(); i++) {
            SocketChannel channel = SocketChannel.open(plan.address());
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, new Line(channel, plan.depth()));
        }
        long cpu = cpuNanos();
        long start = System.nanoTime();
        sendUntilNanos = start + plan.maxNanos();
        for (SelectionKey key : selector.keys()) {
            send((Line) key.attachment());
        }
        while (underWay > 0) {
            if (selector.select(this::receive, STUCK_MS) == 0) {
                throw new IOException("no answer for " + STUCK_MS + " ms, " + underWay + " requests are under way");
            }
        }
        long nanos = System.nanoTime() - start;
        long spent = cpuNanos() - cpu;
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        Map<Integer, Long> counts = new TreeMap<>();
        for (int status = 0; status < statuses.length; status++) {
            if (statuses[status] > 0) {
                counts.put(status, statuses[status]);
            }
        }
        return new Outcome(answered, nanos, spent, counts, latencies);
    }

    private void receive(SelectionKey key) {
        try {
            Line line = (Line) key.attachment();
            incoming.clear();
            int count = line.channel.read(incoming);
            if (count < 0) {
                throw new IOException("a connection was closed");
            }
            line.receive(incoming.flip());
            int at = 0;
            long now = System.nanoTime();
            for (int length = wire.read(line.bytes, 0, line.end);
                    length > 0;
                    length = at < line.end ? wire.read(line.bytes, at, line.end) : 0) {
                at += length;
                statuses[wire.status()]++;
                latencies[line.part].recordValue(now - line.sentNanos);
                line.waiting--;
                underWay--;
                answered++;
            }
            line.consume(at);
            if (line.waiting == 0) {
                send(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void send(Line line) throws IOException {
        long now = System.nanoTime();
        if (now >= sendUntilNanos || next >= plan.requests()) {
            return;
        }
        int end = 0;
        line.part = (int) (next * latencies.length / plan.requests());
        while (line.waiting < line.depth && next < plan.requests()) {
            end = wire.write(next++, scratch, end);
            line.waiting++;
            underWay++;
        }
        line.sentNanos = now;
        outgoing.clear();
        outgoing.put(scratch, 0, end).flip();
        while (outgoing.hasRemaining()) {
            line.channel.write(outgoing);
        }
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static final class Line {
        private final SocketChannel channel;
        private final int depth;
        private final byte[] bytes = new byte[2 * BUFFER_BYTES];
        private int end;
        private int waiting;
        private int part;
        private long sentNanos;

        Line(SocketChannel channel, int depth) {
            this.channel = channel;
            this.depth = depth;
        }

        void receive(ByteBuffer more) {
            int count = more.remaining();
            more.get(bytes, end, count);
            end += count;
        }

        void consume(int count) {
            if (count > 0 && count < end) {
                System.arraycopy(bytes, count, bytes, 0, end - count);
            }
            end -= count;
        }
    }
}
