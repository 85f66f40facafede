package io.ticketsafe.tickets.inventory;

import io.ticketsafe.contract.tickets.SaleOperations.SheetRules;
import io.ticketsafe.tickets.inventory.Claims.SeatClaim;
import io.ticketsafe.tickets.inventory.Claims.StandingClaim;
import io.ticketsafe.tickets.sale.Sale;
import io.ticketsafe.tickets.sale.Sale.SeatAt;
import io.ticketsafe.tickets.sale.Section;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * What Redis is to say of an event: its places from the sheet, what is claimed and sold from PostgreSQL, in parts that
 * each keep Redis busy for no more than about a millisecond.
 *
 * @param unknown claims of places that the sheet does not have (any more); they are left out, since nothing else may
 *     fail for their sake
 */
record InventoryContent(List<Part> parts, int unknown) {
    /** A key, and its text or its fields with their values. */
    record Part(Object key, List<Object> values) {}

    private static final int MOST_FIELDS = 1_000;
    private static final long NEVER_MS = 9_000_000_000_000_000L;

    static InventoryContent of(Sale sale, Claims claims) {
        return new Builder(sale).build(claims);
    }

    /** Fields of the meta hash: the rules in force. */
    static Map<String, Object> rules(Sale sale) {
        SheetRules rules = sale.rules();
        Instant closes =
                rules.closesAt() != null ? rules.closesAt() : sale.sheet().endsAt();
        Map<String, Object> fields = new HashMap<>(Map.of(
                "sheet",
                sale.sheet().version(),
                "canceled",
                sale.isCanceled() ? 1 : 0,
                "opens",
                rules.opensAt() == null ? 0 : rules.opensAt().toEpochMilli(),
                "closes",
                closes == null ? NEVER_MS : closes.toEpochMilli(),
                "perOrder",
                Math.max(0, rules.maxPerOrder()),
                "perBuyer",
                Math.max(0, rules.maxPerBuyer()),
                "holdMs",
                Math.max(1, rules.holdMinutes()) * 60_000L));
        fields.putAll(sale.focalSeats());
        return fields;
    }

    /** All of the meta hash but its epoch and version. */
    static Map<String, Object> meta(Sale sale) {
        Map<String, Object> meta = new HashMap<>(rules(sale));
        if (!sale.channels().digest().isEmpty()) {
            meta.putAll(Assigned.meta(sale));
        }
        return meta;
    }

    private static final class Builder {
        private final Sale sale;
        private final Map<String, StringBuilder> texts = new HashMap<>();
        private final Map<String, Map<String, Object>> counters = new HashMap<>();
        private final Map<UUID, Object> buyers = new HashMap<>();
        private final List<Part> parts = new ArrayList<>();
        private int unknown;

        Builder(Sale sale) {
            this.sale = sale;
            for (Section section : sale.sections()) {
                if (section.isSeated()) {
                    String home = sale.channels().homes().get(section.code());
                    texts.put(section.code(), home == null ? section.freeText() : new StringBuilder(home));
                } else {
                    counters.put(
                            section.code(), new HashMap<>(Map.of("f", section.capacity(), "h", 0, "c", 0, "s", 0)));
                }
            }
        }

        InventoryContent build(Claims claims) {
            claims.seats().forEach(this::claim);
            claims.standing().forEach(this::claim);
            sale.channels()
                    .allotments()
                    .forEach((section, ofChannels) ->
                            ofChannels.forEach((channel, quantity) -> allot(section, channel, quantity)));
            sale.channels()
                    .homes()
                    .forEach((section, text) -> parts.add(new Part(sale.homeKey(section), List.of(text))));
            for (Section section : sale.sections()) {
                if (section.isSeated()) {
                    parts.add(new Part(
                            section.key(), List.of(texts.get(section.code()).toString())));
                } else {
                    addFields(section.key(), counters.get(section.code()), field -> field);
                }
            }
            addFields(sale.buyersKey(), buyers, RawId::of);
            // They are there as long as they were not lost, whatever becomes of holds and buyers.
            parts.add(new Part(sale.buyersKey(), List.of("", 0)));
            parts.add(new Part(sale.holdsKey(), List.of("", "")));
            return new InventoryContent(parts, unknown);
        }

        private void claim(SeatClaim claim) {
            SeatAt seat = sale.seat(claim.seat());
            if (seat == null) {
                unknown++;
                return;
            }
            StringBuilder text = texts.get(seat.section().code());
            boolean accessible = Character.isUpperCase(text.charAt(seat.position()));
            text.setCharAt(seat.position(), accessible ? Character.toUpperCase(claim.state()) : claim.state());
            buyers.merge(claim.buyer(), 1, Builder::sum);
        }

        private void claim(StandingClaim claim) {
            Map<String, Object> counter = counters.get(claim.section());
            if (counter == null) {
                unknown++;
                return;
            }
            counter.merge(String.valueOf(claim.state()), claim.quantity(), Builder::sum);
            counter.merge("f", -claim.quantity(), Builder::sum);
            counter.put("o:" + claim.orderId(), claim.inRedis());
            if (claim.channel() != null) {
                counter.merge("u:" + claim.channel(), claim.quantity(), Builder::sum);
            }
            buyers.merge(claim.buyer(), claim.quantity(), Builder::sum);
        }

        private void allot(String section, String channel, int quantity) {
            Map<String, Object> counter = counters.get(section);
            int kept = Math.max(0, quantity - (Integer) counter.getOrDefault("u:" + channel, 0));
            counter.put("a:" + channel, quantity);
            counter.merge("r", kept, Builder::sum);
            counter.merge("f", -kept, Builder::sum);
        }

        private <F> void addFields(Object key, Map<F, Object> fields, Function<F, Object> raw) {
            List<Object> values = new ArrayList<>();
            fields.forEach((field, value) -> {
                values.add(raw.apply(field));
                values.add(value);
                if (values.size() == 2 * MOST_FIELDS) {
                    parts.add(new Part(key, List.copyOf(values)));
                    values.clear();
                }
            });
            if (!values.isEmpty()) {
                parts.add(new Part(key, values));
            }
        }

        private static Object sum(Object a, Object b) {
            return (Integer) a + (Integer) b;
        }
    }
}
