package io.ticketsafe.tickets.hold;

import io.ticketsafe.common.bus.Call;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Nothing;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.tickets.HoldOperations.GetHold;
import io.ticketsafe.contract.tickets.HoldOperations.Hold;
import io.ticketsafe.contract.tickets.HoldOperations.HoldSeats;
import io.ticketsafe.contract.tickets.HoldOperations.ReleaseSeat;
import io.ticketsafe.tickets.agency.Agencies;
import io.ticketsafe.tickets.agency.Customers;
import io.ticketsafe.tickets.agency.SoldFor;
import io.ticketsafe.tickets.inventory.ChangeAllowances;
import io.ticketsafe.tickets.inventory.ChangeAllowances.Allowance;
import io.ticketsafe.tickets.inventory.HoldId;
import io.ticketsafe.tickets.inventory.HoldOwners;
import io.ticketsafe.tickets.inventory.Inventory;
import io.ticketsafe.tickets.inventory.InventoryMeters;
import io.ticketsafe.tickets.inventory.InventoryModule;
import io.ticketsafe.tickets.inventory.Outcome;
import io.ticketsafe.tickets.inventory.RawId;
import io.ticketsafe.tickets.inventory.Scripts;
import io.ticketsafe.tickets.sale.Channels.Channel;
import io.ticketsafe.tickets.sale.Sale;
import io.ticketsafe.tickets.sale.Sale.SeatAt;
import io.ticketsafe.tickets.sale.SaleSheets;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Holds: giving, showing, extending and taking back. A hold belongs to the user who asked for it, or to an agency. */
final class HoldService {
    private static final int HOLD_KEYS = 4;
    private static final int MOST_SALTS = 3;
    private static final byte[] NO_HASH = {};

    private final SaleSheets sales;
    private final Inventory inventory;
    private final HoldOwners owners;
    private final Agencies agencies;
    private final Customers customers;
    private final InventoryMeters meters;
    private final ChannelOpenings openings;
    private final ChangeAllowances allowances;

    HoldService(SaleSheets sales, InventoryModule module, ChannelOpenings openings) {
        this.sales = sales;
        this.inventory = module.inventory();
        this.owners = module.owners();
        this.agencies = module.agencies();
        this.customers = module.customers();
        this.meters = module.meters();
        this.openings = openings;
        this.allowances = module.changeAllowances();
    }

    Future<Hold> hold(HoldSeats request, Call call) {
        UUID caller = requireUser(call);
        if (request.eventId() == null) {
            throw ServiceFault.invalid("/eventId", "The event must be named.");
        }
        String key = call.checkedIdempotencyKey();
        byte[] hash = key == null ? NO_HASH : RequestHash.of(request);
        if (Boolean.TRUE.equals(request.pointOfSale())) {
            if (request.changeOf() != null) {
                throw ServiceFault.invalid("/changeOf", "A desk has no cap per buyer that this could be for.");
            }
            return Inventory.inTime(sales.byEvent(request.eventId()))
                    .compose(sale -> agencies.atDesk(call, sale, request.organizationId(), request.buyer())
                            .compose(soldFor -> hold(sale, request, new Asker(call, soldFor, key, hash, null), 0)));
        }
        if (request.buyer() != null || request.organizationId() != null) {
            return agencies.soldFor(call, request.organizationId(), request.buyer())
                    .compose(soldFor -> holdFor(request, new Asker(call, soldFor, key, hash, null)));
        }
        return holdFor(request, new Asker(call, null, key, hash, null));
    }

    private Future<Hold> holdFor(HoldSeats request, Asker asker) {
        return request.changeOf() == null
                ? hold(request, asker)
                : allowances
                        .of(request.changeOf(), request.eventId(), asker.countsFor())
                        .compose(allowance -> hold(request, asker.changing(allowance)));
    }

    private Future<Hold> hold(HoldSeats request, Asker asker) {
        return Inventory.inTime(sales.byEvent(request.eventId())).compose(sale -> hold(sale, request, asker, 0));
    }

    /**
     * @param soldFor null: the caller
     * @param key idempotency key, or null
     * @param hash of the request, empty where there is no key
     * @param change the order that the places are for instead of others; null for none
     */
    private record Asker(Call call, SoldFor soldFor, String key, byte[] hash, Allowance change) {
        UUID caller() {
            return call.userId();
        }

        UUID countsFor() {
            return soldFor == null ? caller() : soldFor.countsFor();
        }

        byte[] holder() {
            return RawId.of(countsFor());
        }

        Asker changing(Allowance allowance) {
            return new Asker(call, soldFor, key, hash, allowance);
        }
    }

    private Future<Hold> hold(Sale sale, HoldSeats request, Asker asker, int salt) {
        UUID id = asker.key() == null ? HoldId.random(sale) : HoldId.derived(sale, asker.caller(), asker.key(), salt);
        byte[] hold = HoldId.raw(id);
        return inventory
                .runInTime(
                        sale,
                        current -> request.channelKey() == null
                                ? hold(current, request, asker, hold, null)
                                : openings.channel(current, request.channelKey(), asker.call())
                                        .compose(channel -> hold(current, request, asker, hold, channel)))
                .compose(reply -> {
                    if (Outcome.of(reply) == Outcome.OTHER_HOLDER && salt < MOST_SALTS) {
                        return hold(sale, request, asker, salt + 1);
                    }
                    count(Outcome.of(reply));
                    return Future.succeededFuture(HoldAnswers.read(sale, id, reply, asker.soldFor()));
                });
    }

    /** @param channel whose places are open, too; null for none, {@link ChannelOpenings#UNKNOWN} for a key that opens none */
    private Future<Response> hold(Sale sale, HoldSeats request, Asker asker, byte[] hold, Channel channel) {
        if (sale.isCanceled() && asker.hash().length == 0) {
            return Future.failedFuture(Outcome.fault(Outcome.CLOSED));
        }
        WantedPlaces wanted = WantedPlaces.of(sale, request, channel == null ? "" : channel.code());
        List<byte[]> sections = wanted.sections();
        int keys = HOLD_KEYS + sections.size();
        SoldFor soldFor = asker.soldFor();
        Allowance change = asker.change();
        Object[] values = new Object[keys + (change != null ? 18 : valuesFor(soldFor, channel))];
        values[0] = sale.metaKey();
        values[1] = sale.holdsKey();
        values[2] = sale.expiryKey();
        values[3] = sale.buyersKey();
        for (int i = 0; i < sections.size(); i++) {
            values[HOLD_KEYS + i] = sections.get(i);
        }
        values[keys] = sale.version();
        values[keys + 1] = hold;
        values[keys + 2] = asker.holder();
        values[keys + 3] = asker.hash();
        values[keys + 4] = wanted.count();
        values[keys + 5] = wanted.places();
        values[keys + 6] = wanted.bestQuantity();
        values[keys + 7] = wanted.bestLetter();
        values[keys + 8] = wanted.bestOffers();
        if (channel != null || soldFor != null || change != null) {
            values[keys + 9] = channel == null ? "" : String.valueOf(channel.letter());
            values[keys + 10] = channel == null ? "" : channel.code();
        }
        if (soldFor != null) {
            values[keys + 11] = RawId.of(asker.caller());
            values[keys + 12] = RawId.whole(soldFor.agencyId());
            values[keys + 13] = customers.seal(soldFor.customer());
            values[keys + 14] = RawId.whole(soldFor.countsFor());
            if (soldFor.pointOfSale()) {
                values[keys + 15] = sale.maxPerPosOrder();
            }
        } else if (change != null) {
            Arrays.fill(values, keys + 11, keys + 15, "");
        }
        if (change != null) {
            values[keys + 15] = "";
            values[keys + 16] = change.orderId().toString();
            values[keys + 17] = change.places();
        }
        return inventory.script(Scripts.HOLD, keys, values);
    }

    private static int valuesFor(SoldFor soldFor, Channel channel) {
        if (soldFor != null) {
            return soldFor.pointOfSale() ? 16 : 15;
        }
        return channel != null ? 11 : 9;
    }

    private void count(int outcome) {
        if (outcome == Outcome.OK) {
            meters.held();
        } else if (outcome == Outcome.SEATS_TAKEN || outcome == Outcome.NO_BLOCK || outcome == Outcome.NO_STANDING) {
            meters.conflict();
        }
    }

    Future<Hold> get(GetHold request, Call call) {
        return onHold(
                request.holdId(),
                call,
                (sale, hold, holder) ->
                        inventory.script(Scripts.GET, 2, sale.metaKey(), sale.holdsKey(), holder, hold));
    }

    Future<Hold> extend(GetHold request, Call call) {
        return onHold(
                request.holdId(),
                call,
                (sale, hold, holder) -> inventory.script(
                        Scripts.EXTEND,
                        HOLD_KEYS,
                        sale.metaKey(),
                        sale.holdsKey(),
                        sale.expiryKey(),
                        sale.buyersKey(),
                        holder,
                        hold));
    }

    /** A hold that is not known any more is as good as released. */
    Future<Nothing> release(GetHold request, Call call) {
        return onHold(request.holdId(), call, (sale, hold, holder) -> release(sale, hold, holder))
                .map(Nothing.NOTHING)
                .recover(failure -> failure instanceof ServiceFault fault && fault.code() == FaultCode.HOLD_EXPIRED
                        ? Future.succeededFuture(Nothing.NOTHING)
                        : Future.failedFuture(failure));
    }

    private Future<Response> release(Sale sale, byte[] hold, byte[] holder) {
        return inventory.script(
                Scripts.RELEASE,
                HOLD_KEYS,
                sale.metaKey(),
                sale.holdsKey(),
                sale.expiryKey(),
                sale.buyersKey(),
                holder,
                hold);
    }

    Future<Hold> releaseSeat(ReleaseSeat request, Call call) {
        return onHold(request.holdId(), call, (sale, hold, holder) -> {
            SeatAt seat = request.seat() == null ? null : sale.seat(request.seat());
            if (seat == null) {
                return Future.failedFuture(Outcome.fault(Outcome.NOT_IN_HOLD));
            }
            return inventory.script(
                    Scripts.RELEASE,
                    HOLD_KEYS + 1,
                    sale.metaKey(),
                    sale.holdsKey(),
                    sale.expiryKey(),
                    sale.buyersKey(),
                    seat.section().key(),
                    holder,
                    hold,
                    seat.section().code(),
                    seat.position());
        });
    }

    private interface Act {
        Future<Response> run(Sale sale, byte[] hold, byte[] holder);
    }

    private Future<Hold> onHold(UUID id, Call call, Act act) {
        requireUser(call);
        long number = id == null ? -1 : HoldId.saleNumber(id);
        if (number < 0) {
            return Future.failedFuture(ServiceFault.notFound("hold"));
        }
        byte[] hold = HoldId.raw(id);
        return sales.byNumber(number)
                .compose(sale -> owners.act(
                                call, owner -> inventory.run(sale, current -> act.run(current, hold, RawId.of(owner))))
                        .map(answer -> HoldAnswers.read(sale, id, answer.reply(), answer.soldFor())));
    }

    private static UUID requireUser(Call call) {
        if (call.userId() == null) {
            throw new ServiceFault(FaultCode.FORBIDDEN, "Only users can hold seats.");
        }
        return call.userId();
    }
}
