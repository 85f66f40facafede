package io.ticketsafe.tickets.hold;

import io.ticketsafe.common.bus.Call;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Nothing;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.tickets.HoldOperations.GetHold;
import io.ticketsafe.contract.tickets.HoldOperations.Hold;
import io.ticketsafe.contract.tickets.HoldOperations.HoldSeats;
import io.ticketsafe.contract.tickets.HoldOperations.ReleaseSeat;
import io.ticketsafe.tickets.inventory.HoldId;
import io.ticketsafe.tickets.inventory.Inventory;
import io.ticketsafe.tickets.inventory.InventoryMeters;
import io.ticketsafe.tickets.inventory.Outcome;
import io.ticketsafe.tickets.inventory.Scripts;
import io.ticketsafe.tickets.sale.Sale;
import io.ticketsafe.tickets.sale.Sale.SeatAt;
import io.ticketsafe.tickets.sale.SaleSheets;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;

/** Holds: giving, showing, extending and taking back. A hold belongs to the user who asked for it. */
final class HoldService {
    private static final int HOLD_KEYS = 4;
    private static final int MOST_SALTS = 3;

    private final SaleSheets sales;
    private final Inventory inventory;
    private final InventoryMeters meters;

    HoldService(SaleSheets sales, Inventory inventory, InventoryMeters meters) {
        this.sales = sales;
        this.inventory = inventory;
        this.meters = meters;
    }

    Future<Hold> hold(HoldSeats request, Call call) {
        UUID holder = holder(call);
        if (request.eventId() == null) {
            throw ServiceFault.invalid("/eventId", "The event must be named.");
        }
        String key = call.checkedIdempotencyKey();
        String hash = key == null ? "" : RequestHash.of(request);
        return sales.byEvent(request.eventId()).compose(sale -> hold(sale, request, holder, key, hash, 0));
    }

    private Future<Hold> hold(Sale sale, HoldSeats request, UUID holder, String key, String hash, int salt) {
        UUID id = key == null ? HoldId.random(sale) : HoldId.derived(sale, holder, key, salt);
        String hold = id.toString();
        return inventory
                .run(sale, current -> hold(current, request, holder.toString(), hold, hash))
                .compose(reply -> {
                    if (Outcome.of(reply) == Outcome.OTHER_HOLDER && salt < MOST_SALTS) {
                        return hold(sale, request, holder, key, hash, salt + 1);
                    }
                    count(Outcome.of(reply));
                    return Future.succeededFuture(HoldAnswers.read(sale, id, reply));
                });
    }

    private Future<Response> hold(Sale sale, HoldSeats request, String holder, String hold, String hash) {
        if (sale.isCanceled() && hash.isEmpty()) {
            return Future.failedFuture(Outcome.fault(Outcome.CLOSED));
        }
        WantedPlaces wanted = WantedPlaces.of(sale, request);
        List<byte[]> sections = wanted.sections();
        int keys = HOLD_KEYS + sections.size();
        Object[] values = new Object[keys + 9];
        values[0] = sale.metaKey();
        values[1] = sale.holdKey(hold);
        values[2] = sale.expiryKey();
        values[3] = sale.buyersKey();
        for (int i = 0; i < sections.size(); i++) {
            values[HOLD_KEYS + i] = sections.get(i);
        }
        values[keys] = sale.version();
        values[keys + 1] = hold;
        values[keys + 2] = holder;
        values[keys + 3] = hash;
        values[keys + 4] = wanted.count();
        values[keys + 5] = wanted.places();
        values[keys + 6] = wanted.bestQuantity();
        values[keys + 7] = wanted.bestLetter();
        values[keys + 8] = wanted.bestOffers();
        return inventory.script(Scripts.HOLD, keys, values);
    }

    private void count(int outcome) {
        if (outcome == Outcome.OK) {
            meters.held();
        } else if (outcome == Outcome.SEATS_TAKEN || outcome == Outcome.NO_BLOCK || outcome == Outcome.NO_STANDING) {
            meters.conflict();
        }
    }

    Future<Hold> get(GetHold request, Call call) {
        String holder = holder(call).toString();
        return onHold(
                request.holdId(),
                (sale, hold) -> inventory.script(Scripts.GET, 2, sale.metaKey(), sale.holdKey(hold), holder));
    }

    Future<Hold> extend(GetHold request, Call call) {
        String holder = holder(call).toString();
        return onHold(
                request.holdId(),
                (sale, hold) -> inventory.script(
                        Scripts.EXTEND,
                        HOLD_KEYS,
                        sale.metaKey(),
                        sale.holdKey(hold),
                        sale.expiryKey(),
                        sale.buyersKey(),
                        holder,
                        hold));
    }

    /** A hold that is not known any more is as good as released. */
    Future<Nothing> release(GetHold request, Call call) {
        String holder = holder(call).toString();
        return onHold(request.holdId(), (sale, hold) -> release(sale, hold, holder))
                .map(Nothing.NOTHING)
                .recover(failure -> failure instanceof ServiceFault fault && fault.code() == FaultCode.HOLD_EXPIRED
                        ? Future.succeededFuture(Nothing.NOTHING)
                        : Future.failedFuture(failure));
    }

    private Future<Response> release(Sale sale, String hold, String holder) {
        return inventory.script(
                Scripts.RELEASE,
                HOLD_KEYS,
                sale.metaKey(),
                sale.holdKey(hold),
                sale.expiryKey(),
                sale.buyersKey(),
                holder,
                hold);
    }

    Future<Hold> releaseSeat(ReleaseSeat request, Call call) {
        String holder = holder(call).toString();
        return onHold(request.holdId(), (sale, hold) -> {
            SeatAt seat = request.seat() == null ? null : sale.seat(request.seat());
            if (seat == null) {
                return Future.failedFuture(Outcome.fault(Outcome.NOT_IN_HOLD));
            }
            return inventory.script(
                    Scripts.RELEASE,
                    HOLD_KEYS + 1,
                    sale.metaKey(),
                    sale.holdKey(hold),
                    sale.expiryKey(),
                    sale.buyersKey(),
                    seat.section().key(),
                    holder,
                    hold,
                    seat.section().code(),
                    seat.position());
        });
    }

    private Future<Hold> onHold(UUID id, BiFunction<Sale, String, Future<Response>> act) {
        long number = id == null ? -1 : HoldId.saleNumber(id);
        if (number < 0) {
            return Future.failedFuture(ServiceFault.notFound("hold"));
        }
        String hold = id.toString();
        return sales.byNumber(number)
                .compose(sale -> inventory
                        .run(sale, current -> act.apply(current, hold))
                        .map(reply -> HoldAnswers.read(sale, id, reply)));
    }

    private static UUID holder(Call call) {
        if (call.userId() == null) {
            throw new ServiceFault(FaultCode.FORBIDDEN, "Only users can hold seats.");
        }
        return call.userId();
    }
}
