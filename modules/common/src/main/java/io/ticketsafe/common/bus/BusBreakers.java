package io.ticketsafe.common.bus;

import io.micrometer.core.instrument.MeterRegistry;
import io.ticketsafe.common.breaker.Breaker;
import io.ticketsafe.common.breaker.BreakerLimits;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.Operations;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One breaker for each service that may be asked: while it gives no answers, those who ask hear so at once. */
final class BusBreakers {
    private final Map<String, Breaker> byAddress;

    BusBreakers(Vertx vertx, MeterRegistry meters) {
        Map<String, Breaker> byService = new TreeMap<>();
        byAddress = Operations.all().stream()
                .collect(Collectors.toUnmodifiableMap(
                        BusOperation::address,
                        operation -> byService.computeIfAbsent(
                                serviceOf(operation),
                                service -> new Breaker(
                                                vertx, "bus " + service, BreakerLimits.INSIDE, Faults::isNoAnswer)
                                        .shownIn(meters))));
    }

    Breaker of(BusOperation<?, ?> operation) {
        return byAddress.get(operation.address());
    }

    /** The domain in its address. */
    private static String serviceOf(BusOperation<?, ?> operation) {
        return operation.address().split("\\.")[1];
    }
}
