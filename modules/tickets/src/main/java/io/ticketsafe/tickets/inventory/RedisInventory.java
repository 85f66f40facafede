package io.ticketsafe.tickets.inventory;

import io.ticketsafe.common.bus.Call;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.tickets.sale.Channels;
import io.ticketsafe.tickets.sale.Offer;
import io.ticketsafe.tickets.sale.Sale;
import io.ticketsafe.tickets.sale.SaleSheets;
import io.ticketsafe.tickets.sale.Section;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/** What orders need of the inventory, as Lua scripts on Redis. */
final class RedisInventory implements SeatInventory {
    private static final String NO_CHANGE = "";

    private final SaleSheets sales;
    private final Inventory inventory;
    private final Settler settler;
    private final HoldOwners owners;
    private final long orderGraceMs;

    RedisInventory(SaleSheets sales, Inventory inventory, Settler settler, HoldOwners owners, Duration orderGrace) {
        this.sales = sales;
        this.inventory = inventory;
        this.settler = settler;
        this.owners = owners;
        this.orderGraceMs = orderGrace.toMillis();
    }

    @Override
    public Future<HeldPlaces> beginOrder(UUID holdId, UUID holder) {
        return onHold(
                holdId,
                sale -> beginOrder(sale, holdId, holder, NO_CHANGE).map(reply -> held(sale, holdId, holder, reply)));
    }

    @Override
    public Future<HeldPlaces> beginOrder(UUID holdId, Call caller) {
        return begin(holdId, caller, NO_CHANGE);
    }

    @Override
    public Future<HeldPlaces> beginChange(UUID holdId, UUID orderId, Call caller) {
        return begin(holdId, caller, orderId.toString());
    }

    private Future<HeldPlaces> begin(UUID holdId, Call caller, String changeOf) {
        return onHold(
                holdId,
                sale -> owners.act(caller, owner -> beginOrder(sale, holdId, owner, changeOf))
                        .map(answer -> answer.soldFor() == null
                                ? held(sale, holdId, caller.userId(), answer.reply())
                                : held(sale, holdId, answer.soldFor().countsFor(), answer.reply())
                                        .soldFor(answer.soldFor())));
    }

    private Future<HeldPlaces> onHold(UUID holdId, Function<Sale, Future<HeldPlaces>> act) {
        long number = HoldId.saleNumber(holdId);
        return number < 0
                ? Future.failedFuture(ServiceFault.notFound("hold"))
                : sales.byNumber(number).compose(act);
    }

    private Future<Response> beginOrder(Sale sale, UUID holdId, UUID owner, String changeOf) {
        return inventory.run(sale, current -> beginOrder(current, HoldId.raw(holdId), owner, changeOf));
    }

    @Override
    public Future<Void> claimed(UUID eventId, UUID holdId, UUID orderId) {
        byte[] hold = HoldId.raw(holdId);
        return sales.byEvent(eventId)
                .compose(sale -> inventory
                        .run(
                                sale,
                                current -> inventory.script(
                                        Scripts.CLAIM,
                                        4,
                                        current.metaKey(),
                                        current.holdsKey(),
                                        current.expiryKey(),
                                        current.buyersKey(),
                                        hold,
                                        orderId.toString()))
                        .compose(reply -> Outcome.of(reply) == Outcome.OK
                                ? Future.succeededFuture()
                                : settler.settle(sale, orderId, null, Places.NONE)));
    }

    @Override
    public Future<Void> keepHold(UUID eventId, UUID holdId) {
        byte[] hold = HoldId.raw(holdId);
        return sales.byEvent(eventId)
                .compose(sale -> inventory
                        .run(
                                sale,
                                current -> inventory.script(
                                        Scripts.KEEP_HOLD,
                                        3,
                                        current.metaKey(),
                                        current.holdsKey(),
                                        current.expiryKey(),
                                        hold))
                        .mapEmpty());
    }

    @Override
    public Future<Void> abandonOrder(UUID eventId, UUID holdId) {
        byte[] hold = HoldId.raw(holdId);
        return sales.byEvent(eventId)
                .compose(sale -> inventory
                        .run(
                                sale,
                                current -> inventory.script(
                                        Scripts.RELEASE,
                                        4,
                                        current.metaKey(),
                                        current.holdsKey(),
                                        current.expiryKey(),
                                        current.buyersKey(),
                                        "",
                                        hold))
                        .mapEmpty());
    }

    @Override
    public Future<Void> settle(UUID eventId, UUID orderId, UUID buyer, Places places) {
        return sales.byEvent(eventId).compose(sale -> settler.settle(sale, orderId, buyer, places));
    }

    @Override
    public Future<Boolean> reclaim(UUID eventId, UUID orderId, UUID buyer, Places places, String channel) {
        return sales.byEvent(eventId)
                .compose(sale -> inventory.run(sale, current -> reclaim(current, orderId, buyer, places, channel)))
                .map(reply -> Outcome.of(reply) == Outcome.OK);
    }

    private Future<Response> reclaim(Sale sale, UUID orderId, UUID buyer, Places places, String channel) {
        List<Object> keys = new ArrayList<>(List.of(sale.metaKey(), sale.expiryKey(), sale.buyersKey()));
        List<Object> arguments = new ArrayList<>(List.of(RawId.of(buyer), orderId.toString()));
        Channels.Channel own = channel == null ? null : sale.channels().withCode(channel);
        String letter = own == null ? "" : String.valueOf(own.letter());
        for (String label : places.seats()) {
            Sale.SeatAt seat = sale.seat(label);
            keys.add(seat.section().key());
            arguments.add(seat.position());
            arguments.add(letter);
        }
        new TreeMap<>(places.standing()).forEach((section, quantity) -> {
            keys.add(sale.section(section).key());
            arguments.add("");
            arguments.add(quantity + " " + (channel == null ? "" : channel));
        });
        int keyCount = keys.size();
        keys.addAll(arguments);
        return inventory.script(Scripts.RECLAIM, keyCount, keys.toArray());
    }

    private Future<Response> beginOrder(Sale sale, byte[] hold, UUID holder, String changeOf) {
        if (sale.isCanceled()) {
            return Future.failedFuture(Outcome.fault(Outcome.CLOSED));
        }
        return inventory.script(
                Scripts.BEGIN_ORDER,
                4,
                sale.metaKey(),
                sale.holdsKey(),
                sale.expiryKey(),
                sale.buyersKey(),
                RawId.of(holder),
                hold,
                orderGraceMs,
                changeOf);
    }

    private static HeldPlaces held(Sale sale, UUID holdId, UUID buyer, Response reply) {
        if (Outcome.of(reply) != Outcome.OK) {
            throw Outcome.fault(Outcome.of(reply));
        }
        List<HeldPlaces.Item> items = new ArrayList<>();
        PlacesText.visit(sale, reply.get(5).toString(), new PlacesText.Visitor() {
            private String channel;

            @Override
            public void channel(String code) {
                channel = code;
            }

            @Override
            public void seat(Section section, int position, Offer offer, boolean chosen) {
                items.add(new HeldPlaces.Item(section.labelAt(position), section.code(), offer, chosen, channel));
            }

            @Override
            public void standing(Section section, int quantity, Offer offer, boolean chosen) {
                for (int i = 0; i < quantity; i++) {
                    items.add(new HeldPlaces.Item(null, section.code(), offer, chosen, channel));
                }
            }
        });
        if (items.isEmpty()) {
            throw new ServiceFault(FaultCode.HOLD_EXPIRED, "Nothing is left of this hold.");
        }
        return new HeldPlaces(
                holdId, sale, buyer, items, Instant.ofEpochMilli(reply.get(4).toLong()), null);
    }
}
