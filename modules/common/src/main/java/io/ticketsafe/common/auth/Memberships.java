package io.ticketsafe.common.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.Nothing;
import io.ticketsafe.contract.Role;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.users.OrganizationOperations;
import io.ticketsafe.contract.users.OrganizationOperations.GetMembership;
import io.ticketsafe.contract.users.OrganizationOperations.Kind;
import io.ticketsafe.contract.users.OrganizationOperations.Membership;
import io.ticketsafe.contract.users.OrganizationOperations.Organization;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What callers may do for organisations, as the users service says. Memberships are remembered for some seconds;
 * that somebody is no member is not, so that a new member can start at once.
 */
public final class Memberships {
    private static final Duration REMEMBERED = Duration.ofSeconds(5);
    private static final int MOST_REMEMBERED = 50_000;

    private final Bus bus;
    private final Cache<GetMembership, Membership> remembered = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(REMEMBERED)
            .build();

    public Memberships(Bus bus) {
        this.bus = bus;
    }

    /**
     * Succeeds when the caller has one of the roles in the organisation; admins and services always have. A member
     * with another role gets FORBIDDEN, a stranger NOT_FOUND.
     *
     * @param what name of the thing that the caller asked for, as it stands in "there is no such …"
     */
    public Future<Void> require(Call call, UUID organizationId, Set<MemberRole> allowed, String what) {
        if (call.caller().is(Role.ADMIN) || call.caller().is(Role.SERVICE)) {
            return Future.succeededFuture();
        }
        return of(call, organizationId, what).compose(membership -> {
            if (membership.role() == null) {
                return Future.failedFuture(ServiceFault.notFound(what));
            }
            return allowed.contains(membership.role())
                    ? Future.succeededFuture()
                    : Future.failedFuture(new ServiceFault(
                            FaultCode.FORBIDDEN, "Your role in this organisation does not allow this."));
        });
    }

    /** The agencies that the caller sells for. Not remembered. */
    public Future<List<UUID>> agencies(Call call) {
        return bus.call(OrganizationOperations.LIST, Nothing.NOTHING, call)
                .map(organizations -> organizations.items().stream()
                        .filter(organization -> organization.kind() == Kind.AGENCY)
                        .filter(organization -> MemberRole.SELLERS.contains(organization.role()))
                        .map(Organization::id)
                        .toList());
    }

    /** The caller's membership, with an absent role when there is none; NOT_FOUND when there is no such organisation. */
    public Future<Membership> of(Call call, UUID organizationId, String what) {
        if (call.userId() == null) {
            return Future.failedFuture(ServiceFault.notFound(what));
        }
        GetMembership key = new GetMembership(organizationId, call.userId());
        Membership known = remembered.getIfPresent(key);
        if (known != null) {
            return Future.succeededFuture(known);
        }
        return bus.callAsService(OrganizationOperations.MEMBERSHIP, key, call)
                .recover(failure -> failure instanceof ServiceFault fault && fault.code() == FaultCode.NOT_FOUND
                        ? Future.failedFuture(ServiceFault.notFound(what))
                        : Future.failedFuture(failure))
                .onSuccess(membership -> {
                    if (membership.role() != null) {
                        remembered.put(key, membership);
                    }
                });
    }
}
