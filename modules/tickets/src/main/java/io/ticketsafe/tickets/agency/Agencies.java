package io.ticketsafe.tickets.agency;

import static io.ticketsafe.contract.MemberRole.SELLERS;
import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.auth.Memberships;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.ServiceFault.Violation;
import io.ticketsafe.contract.tickets.OrderOperations.Buyer;
import io.ticketsafe.contract.users.OrganizationOperations.Kind;
import io.ticketsafe.tickets.sale.Sale;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Who sells for which agency. */
public final class Agencies {
    private final Memberships memberships;
    private final Customers customers;

    public Agencies(Memberships memberships, Customers customers) {
        this.memberships = requireNonNull(memberships);
        this.customers = requireNonNull(customers);
    }

    /**
     * For whom the caller wants to hold.
     *
     * @param agencyId null: the one that the caller sells for
     */
    public Future<SoldFor> soldFor(Call call, UUID agencyId, Buyer buyer) {
        List<Violation> violations = new ArrayList<>();
        if (buyer == null) {
            violations.add(new Violation("/buyer", "An agency holds on behalf of a customer, who must be named."));
        } else {
            Customers.check(buyer, violations);
        }
        if (!violations.isEmpty()) {
            throw ServiceFault.invalid(violations);
        }
        Future<UUID> agency = agencyId == null
                ? ofCaller(call).map(Agencies::required)
                : requireAgency(call, agencyId).map(agencyId);
        return agency.map(id -> customers.of(id, buyer));
    }

    private static UUID required(UUID agencyId) {
        if (agencyId == null) {
            throw new ServiceFault(FaultCode.FORBIDDEN, "Only the sellers of an agency hold on behalf of others.");
        }
        return agencyId;
    }

    /** The one agency that the caller sells for; null when there is none, VALIDATION when there are several. */
    public Future<UUID> ofCaller(Call call) {
        return memberships.agencies(call).map(agencies -> {
            if (agencies.size() > 1) {
                throw ServiceFault.invalid("/organizationId", "You sell for several agencies; say for which.");
            }
            return agencies.isEmpty() ? null : agencies.get(0);
        });
    }

    /**
     * At whose desk the caller wants to hold: that of the organiser, or of an agency that it has given a channel of the event. An
     * agency alone could take a house for cash that the organiser never sees.
     *
     * @param organizationId VALIDATION for null
     * @param buyer may be null
     */
    public Future<SoldFor> atDesk(Call call, Sale sale, UUID organizationId, Buyer buyer) {
        List<Violation> violations = new ArrayList<>();
        if (organizationId == null) {
            violations.add(new Violation("/organizationId", "A point of sale says whose it is."));
        }
        if (buyer != null) {
            Customers.check(buyer, violations);
        }
        if (!violations.isEmpty()) {
            throw ServiceFault.invalid(violations);
        }
        return requireSeller(call, organizationId, "organization").map(kind -> {
            requireTrusted(sale, organizationId);
            return customers.atDesk(organizationId, buyer);
        });
    }

    /** FORBIDDEN unless the event is the organisation's own, or one of its channels is for it. */
    public static void requireTrusted(Sale sale, UUID organizationId) {
        if (!sale.isSoldAtDeskOf(organizationId)) {
            throw new ServiceFault(
                    FaultCode.FORBIDDEN,
                    "Money at the desk is taken by the organiser, and by agencies that it has given a channel of the event.");
        }
    }

    /** The same as {@link #requireSeller}, and VALIDATION for what is no agency. */
    public Future<Void> requireAgency(Call call, UUID agencyId) {
        return requireSeller(call, agencyId, "organization").map(kind -> {
            if (kind != Kind.AGENCY) {
                throw ServiceFault.invalid("/organizationId", "Only an agency sells for others.");
            }
            return null;
        });
    }

    /**
     * What the organisation is; NOT_FOUND for a stranger, FORBIDDEN for a member with a smaller role.
     *
     * @param what name of the thing that the caller asked for
     */
    public Future<Kind> requireSeller(Call call, UUID organizationId, String what) {
        return memberships.of(call, organizationId, what).map(membership -> {
            if (membership.role() == null) {
                throw ServiceFault.notFound(what);
            }
            if (!SELLERS.contains(membership.role())) {
                throw new ServiceFault(FaultCode.FORBIDDEN, "Your role in this organisation does not allow this.");
            }
            return membership.kind();
        });
    }
}
