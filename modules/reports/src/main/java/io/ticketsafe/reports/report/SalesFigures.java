package io.ticketsafe.reports.report;

import io.ticketsafe.reports.store.Collections;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tickets and money of sales and refunds. A refund gives back what its tickets cost. */
final class SalesFigures {
    /** Names of the figures, in the order of columns. */
    static final List<String> NAMES = List.of(
            "orders",
            "ticketsSold",
            "ticketsRefunded",
            "ticketsNet",
            "grossMinor",
            "refundedMinor",
            "netMinor",
            "feesMinor",
            "commissionMinor",
            "payoutMinor");

    private static final Money NO_MONEY = new Money(0, 0, 0, 0);
    private static final Figures NONE = new Figures(0, 0, 0, NO_MONEY, NO_MONEY);

    private final Groups groups;

    SalesFigures(Groups groups) {
        this.groups = groups;
    }

    /**
     * @param match which tickets
     * @param members of tickets to group by; {@code day} is the day of the sale for what is sold, and the day of the
     *     refund for what is refunded, so that the figures of a day do not change once it is over
     */
    Future<Map<List<String>, Figures>> of(JsonObject match, List<String> members) {
        JsonObject sums = new JsonObject()
                .put("tickets", Groups.sum(1))
                .put("amountMinor", Groups.sum("$priceMinor"))
                .put("feesMinor", Groups.sum("$feeMinor"))
                .put("organizerFeesMinor", Groups.sum("$organizerFeeMinor"))
                .put("commissionMinor", Groups.sum("$commissionMinor"));
        JsonObject isSold = match.copy().put("sold", true);
        JsonObject isRefunded = isSold.copy().put("voided", true);
        List<String> ofRefund = members.stream()
                .map(member -> member.equals("day") ? "refundDay" : member)
                .toList();
        var sold = groups.ofDistinct(Collections.TICKETS, isSold, members, sums, "orderId", "orders");
        var refunded = groups.of(Collections.TICKETS, isRefunded, ofRefund, sums);
        return Future.join(sold, refunded).map(both -> merge(sold.result(), refunded.result()));
    }

    static Figures in(Map<List<String>, Figures> figures, List<String> key) {
        return figures.getOrDefault(key, NONE);
    }

    private static Map<List<String>, Figures> merge(
            Map<List<String>, JsonObject> sold, Map<List<String>, JsonObject> refunded) {
        Set<List<String>> keys = new HashSet<>(sold.keySet());
        keys.addAll(refunded.keySet());
        JsonObject nothing = new JsonObject();
        Map<List<String>, Figures> merged = new HashMap<>();
        for (List<String> key : keys) {
            JsonObject in = sold.getOrDefault(key, nothing);
            JsonObject out = refunded.getOrDefault(key, nothing);
            merged.put(
                    key,
                    new Figures(
                            in.getLong("orders", 0L),
                            in.getLong("tickets", 0L),
                            out.getLong("tickets", 0L),
                            Money.of(in),
                            Money.of(out)));
        }
        return merged;
    }

    /**
     * Of some tickets.
     *
     * @param feesMinor the platform's, whoever pays them
     * @param organizerFeesMinor those of them that go off the prices
     */
    private record Money(long pricesMinor, long feesMinor, long organizerFeesMinor, long commissionMinor) {
        static Money of(JsonObject sums) {
            return new Money(
                    sums.getLong("amountMinor", 0L),
                    sums.getLong("feesMinor", 0L),
                    sums.getLong("organizerFeesMinor", 0L),
                    sums.getLong("commissionMinor", 0L));
        }

        /** What the organiser gets. */
        long payoutMinor() {
            return pricesMinor - organizerFeesMinor - commissionMinor;
        }
    }

    record Figures(long orders, long sold, long refunded, Money in, Money out) {
        void putInto(Map<String, Object> row) {
            List<Long> values = List.of(
                    orders,
                    sold,
                    refunded,
                    sold - refunded,
                    in.pricesMinor(),
                    out.pricesMinor(),
                    in.pricesMinor() - out.pricesMinor(),
                    in.feesMinor() - out.feesMinor(),
                    in.commissionMinor() - out.commissionMinor(),
                    in.payoutMinor() - out.payoutMinor());
            for (int i = 0; i < values.size(); i++) {
                row.put(NAMES.get(i), values.get(i));
            }
        }
    }
}
