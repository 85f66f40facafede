package io.ticketsafe.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.testing.SeatWatcher;
import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.events.VenueOperations.SectionKind;
import io.ticketsafe.contract.tickets.SaleOperations.SeatRow;
import io.ticketsafe.contract.tickets.SeatChange;
import io.ticketsafe.contract.tickets.SeatMapOperations;
import io.ticketsafe.contract.tickets.SeatMapOperations.SeatMap;
import io.ticketsafe.contract.tickets.SeatMapOperations.SeatMapSection;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Live seat maps, with a tickets service that loses, delays and forgets what it is told to. */
class StreamIT {
    private static final long EPOCH = SeatMapOperations.VERSIONS_OF_EPOCH;
    private static final long FIRST = 5 * EPOCH + 10;

    private final UUID event = UUID.randomUUID();
    private final String path = "/v1/events/" + event + "/stream";
    private final AtomicInteger reads = new AtomicInteger();
    private final List<AutoCloseable> open = new ArrayList<>();
    private GatewayHarness gateway;

    // Guarded by this.
    private long version = FIRST;
    private StringBuilder letters = new StringBuilder("ffff|ffff");
    private int[] counters = {100, 0, 0, 0};
    private boolean canceled;
    private Future<Void> answers = Future.succeededFuture();

    private void start(LiveConfig config) {
        gateway = new GatewayHarness(Configs.live(config));
        open.add(gateway);
        gateway.answer(SeatMapOperations.GET, (request, call) -> {
            reads.incrementAndGet();
            if (request.eventId().equals(event)) {
                SeatMap asOfNow = map(request.known());
                return later().map(asOfNow);
            }
            return Future.failedFuture(ServiceFault.notFound("event"));
        });
    }

    @AfterEach
    void stop() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private synchronized Future<Void> later() {
        return answers;
    }

    /** Answers say what was when it was asked for, and are under way until the promise is completed. */
    private synchronized Promise<Void> holdUpAnswers() {
        Promise<Void> promise = Promise.promise();
        answers = promise.future();
        return promise;
    }

    private synchronized SeatMap map(Long known) {
        List<SeatRow> rows = new ArrayList<>();
        for (String row : letters.toString().split("\\|")) {
            rows.add(new SeatRow(String.valueOf(rows.size() + 1), row, null, null));
        }
        return new SeatMap(
                event,
                version,
                canceled,
                known != null && known == version
                        ? null
                        : List.of(
                                new SeatMapSection("A", SectionKind.SEATED, rows, null),
                                new SeatMapSection(
                                        "FLOOR",
                                        SectionKind.STANDING,
                                        null,
                                        Arrays.stream(counters).boxed().toList())));
    }

    /** The inventory changes; nobody is told. */
    private synchronized SeatChange become(int position, char letter) {
        letters.setCharAt(position, letter);
        return new SeatChange(++version, List.of(letter + "A:full:100:0:" + position));
    }

    private void tell(SeatChange... changes) {
        StringBuilder text = new StringBuilder();
        for (SeatChange change : changes) {
            change.write(text);
        }
        gateway.vertx().eventBus().publish(SeatMapOperations.changesOf(event), text.toString());
    }

    private SeatWatcher watcher() {
        SeatWatcher watcher = new SeatWatcher(gateway.vertx(), gateway.port(), path);
        open.add(watcher);
        return watcher;
    }

    private SeatWatcher watching() {
        SeatWatcher watcher = watcher();
        assertThat(watcher.connect()).isEqualTo(200);
        eventually(() -> watcher.version() == version);
        return watcher;
    }

    private void eventually(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            ServiceHarness.await(gateway.vertx().timer(5, TimeUnit.MILLISECONDS));
        }
    }

    private void assertUpToDate(SeatWatcher watcher) {
        eventually(() -> watcher.version() == version);
        assertThat(watcher.wrong()).isEmpty();
        StringBuilder shown = new StringBuilder();
        watcher.seats().values().forEach(shown::append);
        assertThat(shown.toString()).isEqualTo(letters.toString().replace("|", ""));
    }

    @Test
    void beginsWithASnapshot() {
        start(LiveConfig.defaults());

        SeatWatcher watcher = watching();

        assertThat(watcher.names()).containsExactly("retry", "snapshot");
        assertThat(watcher.header("Content-Type")).isEqualTo("text/event-stream");
        assertThat(watcher.header("Cache-Control")).isEqualTo("no-store");
        assertThat(watcher.header("X-Request-Id")).isNotBlank();
        assertThat(watcher.seats()).hasSize(8);
        assertThat(watcher.standing().get("FLOOR")).contains("\"free\":100");
        assertUpToDate(watcher);
    }

    @Test
    void changesComeInOrderAlthoughTheyWerePublishedOutOfOrder() {
        start(LiveConfig.defaults());
        SeatWatcher watcher = watching();
        SeatChange first = become(0, 'h');
        SeatChange second = become(0, 'f');
        SeatChange third = become(6, 'h');

        tell(second, third);
        tell(first);

        assertUpToDate(watcher);
        assertThat(watcher.names()).filteredOn("snapshot"::equals).hasSize(1);
    }

    @Test
    void countersOfStandingPlacesFollow() {
        start(LiveConfig.defaults());
        SeatWatcher watcher = watching();
        synchronized (this) {
            version += 2;
            counters = new int[] {95, 3, 2, 0};
        }

        tell(
                new SeatChange(FIRST + 1, List.of("hFLOOR:full:100:0:*5")),
                new SeatChange(FIRST + 2, List.of("dFLOOR:*0,-2,2,0", "cFLOOR:full:100:0:*2")));

        assertUpToDate(watcher);
        assertThat(watcher.standing().get("FLOOR")).isEqualTo("{\"free\":95,\"held\":3,\"claimed\":2,\"sold\":0}");
    }

    @Test
    void whatWasLostIsReadAnew() {
        start(LiveConfig.defaults());
        SeatWatcher watcher = watching();
        become(1, 'h');
        become(2, 's');

        tell(become(3, 'h'));

        assertUpToDate(watcher);
        assertThat(watcher.names()).filteredOn("snapshot"::equals).hasSize(1);
    }

    @Test
    void theLastChangeThatWasLostIsMissedSoon() {
        start(LiveConfig.defaults());
        SeatWatcher watcher = watching();

        become(4 + 1, 'h');

        assertUpToDate(watcher);
    }

    @Test
    void aBulkChangeIsReadAnew() {
        start(LiveConfig.defaults());
        SeatWatcher watcher = watching();
        become(1, 'b');

        tell(new SeatChange(version, List.of("r")));

        assertUpToDate(watcher);
    }

    @Test
    void whoComesAgainIsSentWhatWasMissed() {
        start(LiveConfig.defaults());
        SeatWatcher staying = watching();
        SeatWatcher leaving = watching();
        leaving.disconnect();
        tell(become(0, 'h'));
        tell(become(7, 's'));
        assertUpToDate(staying);

        assertThat(leaving.connect()).isEqualTo(200);

        assertUpToDate(leaving);
        assertThat(leaving.names()).containsExactly("retry", "snapshot", "retry", "change");
        leaving.disconnect();
        leaving.connect();
        tell(become(6, 'h'));
        assertUpToDate(leaving);
        assertThat(leaving.names()).filteredOn("snapshot"::equals).hasSize(1);
    }

    @Test
    void whoseIdIsUnknownIsSentEverything() {
        start(LiveConfig.defaults());
        watching();
        for (String id : List.of("1", String.valueOf(FIRST + 1000), "nonsense", "99999999999999999999")) {
            SeatWatcher watcher = watcher();
            watcher.connect(id);
            assertUpToDate(watcher);
            assertThat(watcher.names()).containsExactly("retry", "snapshot");
        }
    }

    /** Another gateway was told of each change that this one missed. */
    @Test
    void anIdWithinAGapIsKnownAllTheSame() {
        start(LiveConfig.defaults());
        SeatWatcher staying = watching();
        SeatWatcher coming = watching();
        coming.disconnect();
        become(1, 'h');
        become(2, 's');
        tell(become(3, 'h'));
        assertUpToDate(staying);

        SeatWatcher between = watcher();
        between.connect(String.valueOf(FIRST + 1));
        coming.connect();

        eventually(() -> between.names().contains("change"));
        assertThat(between.names()).containsExactly("retry", "change");
        assertUpToDate(coming);
        assertThat(coming.names()).filteredOn("snapshot"::equals).hasSize(1);
    }

    /** Another gateway was told sooner. */
    @Test
    void whoKnowsMoreIsLetInAfterAReadingThatKnowsItToo() {
        start(LiveConfig.defaults());
        watching();
        become(1, 'h');
        Promise<Void> slow = holdUpAnswers();
        int before = reads.get();
        eventually(() -> reads.get() > before);
        String known = String.valueOf(become(2, 's').version());
        SeatWatcher ahead = watcher();
        CompletableFuture<Integer> status = CompletableFuture.supplyAsync(() -> ahead.connect(known));
        eventually(() -> viewers() == 2);

        slow.complete();

        assertThat(status.join()).isEqualTo(200);
        tell(become(3, 'h'));
        eventually(() -> ahead.names().contains("change"));
        assertThat(ahead.names()).containsExactly("retry", "change");
        assertThat(ahead.version()).isEqualTo(version);
    }

    private void assertUpToDateWith(SeatWatcher watcher, SeatChange change) {
        eventually(() -> watcher.version() == change.version());
    }

    @Test
    void aChangeThatCannotBeReadIsNotHalfTaken() {
        start(LiveConfig.defaults());
        SeatWatcher watcher = watching();
        SeatChange good = become(1, 'h');
        become(2, 's');
        become(3, 's');
        Promise<Void> slow = holdUpAnswers();

        tell(good, new SeatChange(FIRST + 2, List.of("sA:full:100:0:2", "sELSEWHERE:full:100:0:3")));

        assertUpToDateWith(watcher, good);
        SeatWatcher coming = watcher();
        coming.connect();
        eventually(() -> coming.version() >= 0);
        assertThat(coming.version()).isEqualTo(good.version());
        slow.complete();
        assertUpToDate(watcher);
        assertUpToDate(coming);
        assertThat(watcher.names()).filteredOn("snapshot"::equals).hasSize(1);
    }

    @Test
    void anInventoryThatWentBackAndCameToTheSameVersionIsSentWhole() {
        start(LiveConfig.defaults());
        SeatWatcher watcher = watching();
        tell(become(0, 'h'), become(1, 'h'));
        assertUpToDate(watcher);
        synchronized (this) {
            version -= 2;
            letters = new StringBuilder("ffff|ffff");
        }

        tell(become(3, 'h'), become(5, 's'));

        eventually(() -> watcher.names().stream().filter("snapshot"::equals).count() == 2);
        assertUpToDate(watcher);
    }

    @Test
    void placesThatWerePromisedToChannelsBeyondWhatIsLeftAreNotTakenFromTheHeld() {
        start(LiveConfig.defaults());
        synchronized (this) {
            counters = new int[] {-3, 4, 0, 94, 5};
        }

        SeatWatcher watcher = watching();

        assertThat(watcher.standing().get("FLOOR")).isEqualTo("{\"free\":0,\"held\":4,\"claimed\":0,\"sold\":94}");
    }

    @Test
    void anInventoryThatWasLoadedAnewIsSentWhole() {
        start(LiveConfig.defaults());
        SeatWatcher watcher = watching();
        tell(become(0, 'h'));
        assertUpToDate(watcher);
        synchronized (this) {
            version = 6 * EPOCH;
            letters = new StringBuilder("ffff|fffs");
        }

        tell(become(2, 'h'));

        assertUpToDate(watcher);
        assertThat(watcher.names()).filteredOn("snapshot"::equals).hasSize(2);
    }

    @Test
    void anInventoryThatWentBackIsSentWhole() {
        start(LiveConfig.defaults());
        SeatWatcher watcher = watching();
        tell(become(0, 'h'), become(1, 'h'), become(2, 'h'));
        assertUpToDate(watcher);
        synchronized (this) {
            version -= 3;
            letters = new StringBuilder("ffff|ffff");
        }

        tell(become(3, 'h'));

        eventually(() -> watcher.names().stream().filter("snapshot"::equals).count() == 2);
        assertUpToDate(watcher);
    }

    @Test
    void endsWhenTheEventDoes() {
        start(LiveConfig.defaults());
        SeatWatcher watcher = watching();
        synchronized (this) {
            canceled = true;
        }

        tell(new SeatChange(++version, List.of("r")));

        eventually(watcher::ended);
        assertThat(watcher.names()).endsWith("end");
        assertThat(watcher().connect()).isEqualTo(404);
    }

    @Test
    void anEventThatDoesNotExistHasNoStream() {
        start(LiveConfig.defaults());

        HttpResponse<Buffer> unknown =
                GatewayHarness.send(gateway.request("GET", "/v1/events/" + UUID.randomUUID() + "/stream"));
        HttpResponse<Buffer> malformed = GatewayHarness.send(gateway.request("GET", "/v1/events/x!/stream"));

        RoutesIT.assertProblem(unknown, 404, "NOT_FOUND");
        RoutesIT.assertProblem(malformed, 404, "NOT_FOUND");
    }

    @Test
    void aCrowdCostsOneReading() {
        start(LiveConfig.defaults());
        for (int i = 0; i < 20; i++) {
            SeatWatcher watcher = watcher();
            assertThat(watcher.connect()).isEqualTo(200);
        }

        assertThat(reads.get()).isLessThan(10);
    }

    @Test
    void onlySoManyMayLook() {
        start(new LiveConfig(2, 1, null, null));
        watching();

        HttpResponse<Buffer> again = GatewayHarness.send(gateway.request("GET", path));
        SeatWatcher elsewhere = watcher();

        RoutesIT.assertProblem(again, 429, "RATE_LIMITED");
        assertThat(again.getHeader("Retry-After")).isNotBlank();
        elsewhere.close();
    }

    @Test
    void onlySoManyMayLookInAll() {
        start(new LiveConfig(1, 10, null, null));
        SeatWatcher first = watching();

        HttpResponse<Buffer> second = GatewayHarness.send(gateway.request("GET", path));
        first.disconnect();

        RoutesIT.assertProblem(second, 503, "UNAVAILABLE");
        assertThat(second.getHeader("Retry-After")).isNotBlank();
        eventually(() -> watcher().connect() == 200);
    }

    @Test
    void whoDoesNotReadIsCutOffAndTheOthersAreNotHeldUp() throws IOException {
        start(new LiveConfig(null, null, Duration.ofMillis(300), null));
        synchronized (this) {
            letters = new StringBuilder("f".repeat(60_000));
        }
        SeatWatcher reading = watching();
        try (Socket silent = new Socket()) {
            silent.setReceiveBufferSize(4096);
            silent.connect(new InetSocketAddress("127.0.0.1", gateway.port()));
            silent.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            eventually(() -> viewers() == 2);
            for (int round = 0; round < 200 && drops() == 0; round++) {
                char letter = round % 2 == 0 ? 'h' : 'f';
                synchronized (this) {
                    letters = new StringBuilder(String.valueOf(letter).repeat(60_000));
                    version++;
                }
                tell(new SeatChange(version, List.of(letter + "A:0-59999")));
                eventually(() -> reading.version() == version);
            }
            assertThat(drops()).isEqualTo(1);
            silent.setSoTimeout(20_000);
            readToTheEnd(silent.getInputStream());
        }
        assertUpToDate(reading);
        assertThat(reading.names()).filteredOn("snapshot"::equals).hasSize(1);
    }

    /** Returns, whether the end is a close or a reset. */
    private static void readToTheEnd(InputStream input) {
        byte[] buffer = new byte[64 * 1024];
        try {
            while (input.read(buffer) >= 0) {
                // What was sent before it was cut off.
            }
        } catch (java.net.SocketTimeoutException open) {
            throw new AssertionError("still open", open);
        } catch (IOException reset) {
            // Cut off with data unread.
        }
    }

    private double viewers() {
        return gateway.context().meters().get("ticketsafe.live.viewers").gauge().value();
    }

    private double drops() {
        return gateway.context().meters().get("ticketsafe.live.drops").counter().count();
    }

    @Test
    void aStopEndsStreamsAtOnceAndTheyGoOnElsewhere() {
        start(LiveConfig.defaults());
        SeatWatcher watcher = watching();

        for (String id : gateway.vertx().deploymentIDs()) {
            if (gateway.vertx().deploymentIDs().contains(id)) {
                ServiceHarness.await(gateway.vertx().undeploy(id).otherwiseEmpty());
            }
        }

        eventually(watcher::ended);
        assertThat(watcher.names()).endsWith("retry");
        assertThat(viewers()).isZero();
    }
}
