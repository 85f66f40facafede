package io.ticketsafe.payments.provider;

import io.micrometer.core.instrument.MeterRegistry;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import io.ticketsafe.payments.PaymentsConfig;
import io.ticketsafe.payments.desk.DeskProvider;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The providers that are switched on, each behind its own gate. */
public final class Providers {
    private static final String HEALTH = "payment-provider-";

    private final Map<String, Connected> connected = new LinkedHashMap<>();
    private final Map<MethodType, String> newPayments;

    /** @param newPayments name of the provider that takes new payments, by their method; need not be switched on */
    public Providers(
            Vertx vertx,
            MeterRegistry meters,
            PaymentsConfig limits,
            List<? extends PaymentProvider> providers,
            Map<MethodType, String> newPayments) {
        this.newPayments = Map.copyOf(newPayments);
        for (PaymentProvider provider : providers) {
            ProviderMeters counted = new ProviderMeters(meters, provider.name());
            connected.put(
                    provider.name(),
                    new Connected(provider, new ProviderGate(vertx, provider.name(), limits, counted)));
        }
    }

    /**
     * The one that new payments by this method go to; METHOD_UNAVAILABLE when it is not switched on. What was taken at a desk is only
     * written down.
     */
    public Connected forNewPayment(MethodType method) {
        Connected provider =
                connected.get(method.isAtDesk() ? DeskProvider.NAME : newPayments.getOrDefault(method, ""));
        if (provider == null) {
            throw new ServiceFault(
                    FaultCode.METHOD_UNAVAILABLE, "No payment provider is switched on here for this method.");
        }
        return provider;
    }

    /** Fails with ProviderUnavailable when it was switched off meanwhile. */
    public Connected named(String name) {
        Connected provider = connected.get(name);
        if (provider == null) {
            throw new ProviderUnavailable("provider " + name + " is switched off");
        }
        return provider;
    }

    /** Names of those that are switched on and not spared: to ask others is of no use right now. */
    public Set<String> answering() {
        return connected.entrySet().stream()
                .filter(entry -> !entry.getValue().gate().isOpen())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Readiness tells how the breakers stand; without a provider the service still takes holds, refunds and reads, so it stays ready. */
    public void tellHealth(HealthChecks health) {
        connected.forEach((name, at) -> health.register(
                HEALTH + name,
                check -> check.tryComplete(
                        Status.OK(new JsonObject().put("breaker", at.gate().breakerState())))));
    }

    public void close(HealthChecks health) {
        connected.forEach((name, at) -> {
            health.unregister(HEALTH + name);
            at.gate().close();
        });
    }

    public record Connected(PaymentProvider provider, ProviderGate gate) {}
}
