package io.ticketsafe.common.bus;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.ticketsafe.common.breaker.Breaker;
import io.ticketsafe.common.breaker.BreakerLimits;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.Operations;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One breaker for each operation: while nobody answers it, those who ask hear so at once. Not one for a whole service, for what
 * waits for a store that is away must not hold up what does without it, as holds do without PostgreSQL.
 */
final class BusBreakers {
    private final Map<String, Breaker> byAddress;

    BusBreakers(Vertx vertx, MeterRegistry meters) {
        byAddress = Operations.all().stream()
                .map(BusOperation::address)
                .collect(Collectors.toUnmodifiableMap(
                        address -> address,
                        address -> new Breaker(vertx, "bus " + address, BreakerLimits.INSIDE, Faults::isNoAnswer)));
        Map<String, List<Breaker>> byService = new TreeMap<>();
        byAddress.forEach((address, breaker) -> byService
                .computeIfAbsent(serviceOf(address), service -> new ArrayList<>())
                .add(breaker));
        byService.forEach((service, breakers) -> show(meters, service, breakers));
    }

    Breaker of(BusOperation<?, ?> operation) {
        return byAddress.get(operation.address());
    }

    /** Of a service, how it stands with the operation of it that stands worst. */
    private static void show(MeterRegistry meters, String service, List<Breaker> breakers) {
        Gauge.builder(Breaker.METER, breakers, BusBreakers::worst)
                .description(Breaker.MEANING)
                .tag("of", "bus " + service)
                .strongReference(true)
                .register(meters);
    }

    /** An operation that nobody asks for any more would be asked, so it does not count, or it would do so for ever. */
    private static int worst(List<Breaker> breakers) {
        return breakers.stream()
                .filter(Breaker::refuses)
                .mapToInt(Breaker::level)
                .max()
                .orElse(0);
    }

    /** The domain in the address of an operation. */
    private static String serviceOf(String address) {
        return address.split("\\.")[1];
    }
}
