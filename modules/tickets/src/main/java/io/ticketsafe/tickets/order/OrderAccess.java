package io.ticketsafe.tickets.order;

import static io.ticketsafe.contract.MemberRole.REPORT_READERS;
import static io.ticketsafe.contract.MemberRole.SELLERS;

import io.ticketsafe.common.auth.Memberships;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.Role;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.tickets.ledger.LedgerSight;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

/** Who may see an order and its tickets, and who may act for its buyer. To everybody else it does not exist. */
public final class OrderAccess {
    private final Memberships memberships;

    public OrderAccess(Memberships memberships) {
        this.memberships = memberships;
    }

    /** In which part a caller meets an order. */
    public enum Part {
        /** The buyer, or a seller of the agency that sold. */
        BUYER,
        /** Of the organiser, or the installation; may be shown the codes of tickets. */
        SELLER,
        /** Of the organiser; sees everything but the codes, which open gates, and the names of customers and visitors. */
        READER;

        /** What a box office has sold its sellers may change as the buyer could. */
        public boolean isBuyer(boolean ofBoxOffice) {
            return this == BUYER || ofBoxOffice && this == SELLER;
        }
    }

    public Future<Part> see(Call call, OrderRow order, String what) {
        return see(
                call, order.soldBy() == null ? order.buyerId() : null, order.agencyId(), order.organizationId(), what);
    }

    /**
     * @param buyerId null for what an agency or a box office has sold: that is nobody's own, and whoever sells there no longer has
     *     nothing to do with it
     * @param agencyId may be null
     */
    public Future<Part> see(Call call, UUID buyerId, UUID agencyId, UUID organizationId, String what) {
        if (buyerId != null && buyerId.equals(call.userId())) {
            return Future.succeededFuture(Part.BUYER);
        }
        if (isInstallation(call)) {
            return Future.succeededFuture(Part.SELLER);
        }
        return sellsFor(call, agencyId, what)
                .compose(sells -> sells ? Future.succeededFuture(Part.BUYER) : ofOrganizer(call, organizationId, what));
    }

    /** For everything of an organiser's event. */
    public Future<Part> ofOrganizer(Call call, UUID organizationId, String what) {
        if (isInstallation(call)) {
            return Future.succeededFuture(Part.SELLER);
        }
        return memberships.of(call, organizationId, what).map(membership -> {
            if (membership.role() == null) {
                throw ServiceFault.notFound(what);
            }
            return partOf(membership.role());
        });
    }

    /** Those of one's own list that one may still see: what one has sold for others, only while one sells for them. */
    public <T> Future<List<T>> stillOwn(Call call, List<T> own, Function<T, UUID> soldBy) {
        List<UUID> sellers =
                own.stream().map(soldBy).filter(Objects::nonNull).distinct().toList();
        if (sellers.isEmpty()) {
            return Future.succeededFuture(own);
        }
        Map<UUID, Future<Boolean>> sells = new HashMap<>();
        sellers.forEach(seller -> sells.put(seller, sellsFor(call, seller, "organization")));
        return Future.all(List.copyOf(sells.values()))
                .map(asked -> own.stream()
                        .filter(one -> soldBy.apply(one) == null
                                || sells.get(soldBy.apply(one)).result())
                        .toList());
    }

    /** Only the buyer, and the sellers of the agency or the box office that sold. */
    public Future<Void> actAsBuyer(Call call, OrderRow order) {
        return see(call, order, "order")
                .compose(part -> part.isBuyer(order.isOfBoxOffice())
                        ? Future.succeededFuture()
                        : Future.failedFuture(new ServiceFault(FaultCode.FORBIDDEN, "Only the buyer may do this.")));
    }

    /** Only sellers of the agency or the box office that sold; FORBIDDEN for the buyer and for members with a smaller role. */
    Future<Void> actAsSeller(Call call, OrderRow order) {
        if (order.soldBy() == null || call.userId() == null) {
            return see(call, order, "order")
                    .compose(part -> Future.failedFuture(new ServiceFault(
                            FaultCode.FORBIDDEN, "Only sellers take money at a desk, for what they sold.")));
        }
        return memberships.require(call, order.soldBy(), SELLERS, "order").mapEmpty();
    }

    /** How much of who gets what of its money somebody may see who may see the order. */
    public Future<LedgerSight> sightOfMoney(Call call, OrderRow order) {
        if (isInstallation(call)) {
            return Future.succeededFuture(LedgerSight.EVERYTHING);
        }
        return readsReportsOf(call, order.organizationId())
                .compose(reads -> reads
                        ? Future.succeededFuture(LedgerSight.EVERYTHING)
                        : sellsFor(call, order.agencyId(), "order")
                                .map(sells -> sells ? LedgerSight.OWN_COMMISSION : LedgerSight.TOTALS));
    }

    private Future<Boolean> readsReportsOf(Call call, UUID organizationId) {
        return memberships
                .of(call, organizationId, "organization")
                .map(membership -> membership.role() != null && REPORT_READERS.contains(membership.role()))
                .recover(failure -> failure instanceof ServiceFault fault && fault.code() == FaultCode.NOT_FOUND
                        ? Future.succeededFuture(false)
                        : Future.failedFuture(failure));
    }

    private Future<Boolean> sellsFor(Call call, UUID agencyId, String what) {
        return agencyId == null
                ? Future.succeededFuture(false)
                : memberships
                        .of(call, agencyId, what)
                        .map(membership -> membership.role() != null && SELLERS.contains(membership.role()));
    }

    private static Part partOf(MemberRole role) {
        if (SELLERS.contains(role)) {
            return Part.SELLER;
        }
        if (REPORT_READERS.contains(role)) {
            return Part.READER;
        }
        throw new ServiceFault(FaultCode.FORBIDDEN, "Your role in this organisation does not allow this.");
    }

    private static boolean isInstallation(Call call) {
        return call.caller().is(Role.ADMIN) || call.caller().is(Role.SERVICE);
    }
}
