package io.ticketsafe.common.kafka;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.ticketsafe.common.BackgroundJob;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows how far a group of readers is behind. Every member shows the same; while no broker answers, what was seen last. */
public final class ReaderLag {
    private static final Logger log = LoggerFactory.getLogger(ReaderLag.class);
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final MeterRegistry meters;
    private final Map<String, AtomicLong> byTopic = new TreeMap<>();
    private final List<Gauge> gauges = new ArrayList<>();
    private final BackgroundJob job;

    public ReaderLag(Vertx vertx, MeterRegistry meters, FactLog factLog, String group, List<String> domains) {
        this.meters = meters;
        for (String domain : domains) {
            byTopic.put(factLog.topic(domain), new AtomicLong());
        }
        byTopic.forEach(
                (topic, behind) -> gauges.add(Gauge.builder("ticketsafe.facts.lag", behind, AtomicLong::doubleValue)
                        .description("Facts in the log that the group of readers has not applied")
                        .tag("group", group)
                        .tag("topic", topic)
                        .register(meters)));
        job = new BackgroundJob(vertx, "look at the lag of " + group, EVERY, () -> look(factLog, group, domains));
    }

    public void start() {
        job.start();
    }

    public Future<Void> stop() {
        gauges.forEach(meters::remove);
        return job.stop();
    }

    private Future<Void> look(FactLog factLog, String group, List<String> domains) {
        return factLog.lag(group, domains)
                .onSuccess(
                        lag -> lag.forEach((topic, behind) -> byTopic.get(topic).set(behind)))
                .<Void>mapEmpty()
                .recover(failure -> {
                    log.atDebug().addKeyValue("reason", failure.getMessage()).log("the lag is not known");
                    return Future.succeededFuture();
                });
    }
}
