package io.ticketsafe.tickets.refund;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.auth.Memberships;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.tickets.SaleOperations.SaleSheet;
import io.ticketsafe.contract.tickets.SaleOperations.SheetRefunds;
import io.ticketsafe.tickets.order.OrderAccess;
import io.ticketsafe.tickets.order.OrderAccess.Part;
import io.ticketsafe.tickets.order.OrderRow;
import io.ticketsafe.tickets.refund.RefundRow.Source;
import io.ticketsafe.tickets.sale.SaleSheets;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;

/** Who may give tickets of an order back, or change them, and until when. */
public final class RefundPolicy {
    private final OrderAccess access;
    private final Memberships memberships;
    private final SaleSheets sales;

    public RefundPolicy(OrderAccess access, Memberships memberships, SaleSheets sales) {
        this.access = requireNonNull(access);
        this.memberships = requireNonNull(memberships);
        this.sales = requireNonNull(sales);
    }

    /** For whom the caller acts. The buyer may as the organiser has said, WRONG_STATE if not; the organiser's managers may at any time. */
    public Future<Source> source(Call call, OrderRow order) {
        return access.see(call, order, "order").compose(part -> {
            if (!part.isBuyer(order.isOfBoxOffice())) {
                return manager(call, order);
            }
            return part == Part.SELLER
                    ? manager(call, order)
                            .recover(failure ->
                                    isNoManager(failure) ? asBuyer(call, order) : Future.failedFuture(failure))
                    : asBuyer(call, order);
        });
    }

    private Future<Source> asBuyer(Call call, OrderRow order) {
        return sales.byEvent(order.eventId()).compose(sale -> {
            ServiceFault refusal = refusal(sale.sheet(), Instant.now());
            return refusal == null ? Future.succeededFuture(Source.BUYER) : managerInstead(call, order, refusal);
        });
    }

    /** For whom the caller acts, whatever the organiser has said of the time: the buyer, or the organiser's managers. */
    public Future<Source> sourceAtAnyTime(Call call, OrderRow order) {
        return access.see(call, order, "order")
                .compose(part -> part.isBuyer(order.isOfBoxOffice())
                        ? Future.succeededFuture(Source.BUYER)
                        : manager(call, order));
    }

    /** Whether somebody was refused who may, but not at this time. */
    public static boolean isTooLate(Throwable failure) {
        return failure instanceof ServiceFault fault && fault.code() == FaultCode.WRONG_STATE;
    }

    /** Why a buyer may not at this time; null for no reason. */
    static ServiceFault refusal(SaleSheet sheet, Instant now) {
        SheetRefunds policy = sheet.rules().refunds();
        if (policy != null && !policy.allowed()) {
            return ServiceFault.wrongState("The organiser of this event does not take tickets back; ask them.");
        }
        if (!now.isBefore(sheet.startsAt())) {
            return ServiceFault.wrongState("The event has started; only its organiser can refund now.");
        }
        Duration before = Duration.ofHours(policy == null ? 0 : policy.untilHoursBefore());
        Instant until = sheet.startsAt().minus(before);
        return now.isBefore(until)
                ? null
                : ServiceFault.wrongState(
                        "Tickets of this event could be given back or changed until " + until + "; ask its organiser.");
    }

    private Future<Source> manager(Call call, OrderRow order) {
        return memberships
                .require(call, order.organizationId(), MemberRole.MANAGERS, "order")
                .map(Source.ORGANIZER);
    }

    private static boolean isNoManager(Throwable failure) {
        return failure instanceof ServiceFault fault
                && (fault.code() == FaultCode.NOT_FOUND || fault.code() == FaultCode.FORBIDDEN);
    }

    private Future<Source> managerInstead(Call call, OrderRow order, ServiceFault refusal) {
        return manager(call, order)
                .recover(failure -> isNoManager(failure) ? Future.failedFuture(refusal) : Future.failedFuture(failure));
    }
}
