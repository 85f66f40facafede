package io.ticketsafe.perf.audit;

import io.ticketsafe.perf.stage.Accounts.Account;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * What people were told during a run, written down as the answers come. An answer that never came, or that says nothing about
 * what was done, is written down too: the act may have happened.
 */
public final class Diary {
    /**
     * A hold that was neither ordered nor released.
     *
     * @param places by section
     */
    public record Hold(Account owner, Map<String, Integer> places, Instant expiresAt) {}

    private final Map<String, Hold> holds = new ConcurrentHashMap<>();
    private final Map<String, Booked> orders = new ConcurrentHashMap<>();
    private final Map<String, Booked> paid = new ConcurrentHashMap<>();
    private final Set<String> canceled = ConcurrentHashMap.newKeySet();
    private final Map<String, Set<String>> refunded = new ConcurrentHashMap<>();
    private final Set<String> unsure = ConcurrentHashMap.newKeySet();
    private final AtomicInteger unknownHolds = new AtomicInteger();
    private final AtomicInteger unknownOrders = new AtomicInteger();
    private final Map<String, AtomicInteger> admissions = new ConcurrentHashMap<>();
    private final Set<String> unsureScans = ConcurrentHashMap.newKeySet();
    private final Map<String, LongAdder> refusals = new ConcurrentHashMap<>();

    public void held(String holdId, Hold hold) {
        holds.put(holdId, hold);
    }

    public void released(String holdId) {
        holds.remove(holdId);
    }

    public void ordered(String holdId, Booked order) {
        holds.remove(holdId);
        orders.put(order.id(), order);
    }

    /** @param order as it was read once it was paid, or as it was ordered when nothing else was read */
    public void paid(Booked order) {
        unsure.remove(order.id());
        paid.put(order.id(), order);
    }

    public void canceled(String orderId) {
        canceled.add(orderId);
    }

    public void refunded(String orderId, Set<String> tickets) {
        refunded.merge(orderId, tickets, (before, now) -> {
            Set<String> all = ConcurrentHashMap.newKeySet();
            all.addAll(before);
            all.addAll(now);
            return all;
        });
    }

    /** Nobody knows whether the order was paid, canceled or refunded. */
    public void unsureAbout(String orderId) {
        unsure.add(orderId);
    }

    public void unknownHold() {
        unknownHolds.incrementAndGet();
    }

    /** The hold was perhaps ordered. */
    public void unknownOrder(String holdId) {
        holds.remove(holdId);
        unknownHolds.incrementAndGet();
        unknownOrders.incrementAndGet();
    }

    /** One scan, whatever number of times it was sent, let somebody in. */
    public void admitted(String code) {
        admissions.computeIfAbsent(code, ignored -> new AtomicInteger()).incrementAndGet();
    }

    public void unsureScan(String code) {
        unsureScans.add(code);
    }

    /** A refusal that is part of the business, such as being too late. */
    public void refused(String code) {
        refusals.computeIfAbsent(code, ignored -> new LongAdder()).increment();
    }

    public Map<String, Hold> holds() {
        return Map.copyOf(holds);
    }

    Map<String, Booked> orders() {
        return orders;
    }

    Map<String, Booked> paid() {
        return paid;
    }

    Set<String> canceled() {
        return canceled;
    }

    Map<String, Set<String>> refunded() {
        return refunded;
    }

    boolean isUnsureAbout(String orderId) {
        return unsure.contains(orderId);
    }

    int unknownHolds() {
        return unknownHolds.get();
    }

    int unknownOrders() {
        return unknownOrders.get();
    }

    Map<String, AtomicInteger> admissions() {
        return admissions;
    }

    Set<String> unsureScans() {
        return unsureScans;
    }

    int unanswered() {
        return unknownHolds.get() + unsure.size() + unsureScans.size();
    }

    Map<String, LongAdder> refusals() {
        return refusals;
    }
}
