package io.ticketsafe.common;

import io.micrometer.core.instrument.MeterRegistry;
import io.ticketsafe.common.auth.Memberships;
import io.ticketsafe.common.auth.ServiceTokens;
import io.ticketsafe.common.auth.TokenVerifier;
import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.common.crypto.SecretBox;
import io.vertx.core.Vertx;
import io.vertx.ext.healthchecks.HealthChecks;

/**
 * What every service is given when it starts.
 *
 * @param tokens tells who a caller is before the bus is asked, where a refusal must be cheap
 * @param health where a service registers what it cannot work without; feeds {@code /health/ready}
 * @param secrets encrypts what must not lie readable in a store
 */
public record ServiceContext(
        Vertx vertx,
        Bus bus,
        Memberships memberships,
        TokenVerifier tokens,
        ServiceTokens serviceTokens,
        Stores stores,
        SecretBox secrets,
        MeterRegistry meters,
        HealthChecks health) {}
