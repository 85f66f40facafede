package io.ticketsafe.events;

import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.contract.DomainEvent;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.Nothing;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A reports service that only listens. */
public final class FactLog {
    private final List<DomainEvent> heard = new CopyOnWriteArrayList<>();
    private final Map<String, Promise<DomainEvent>> first = new ConcurrentHashMap<>();

    public Future<Void> serve(Bus bus) {
        return bus.serve(Facts.TO_REPORTS, (batch, call) -> {
            batch.events().forEach(this::hear);
            return Future.succeededFuture(Nothing.NOTHING);
        });
    }

    /** Completes when such a fact about the event has come. */
    public Future<DomainEvent> await(String type, UUID eventId) {
        return promise(type, eventId.toString()).future();
    }

    public List<String> typesOf(UUID eventId) {
        return heard.stream()
                .filter(fact -> fact.subject().equals(eventId.toString()))
                .map(DomainEvent::type)
                .toList();
    }

    private void hear(DomainEvent fact) {
        heard.add(fact);
        promise(fact.type(), fact.subject()).tryComplete(fact);
    }

    private Promise<DomainEvent> promise(String type, String subject) {
        return first.computeIfAbsent(type + " " + subject, key -> Promise.promise());
    }
}
