package io.ticketsafe.users.organization;

import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.idempotency.Idempotency;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.Nothing;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.users.OrganizationOperations;
import io.ticketsafe.contract.users.OrganizationOperations.AddMember;
import io.ticketsafe.contract.users.OrganizationOperations.ListMembers;
import io.ticketsafe.contract.users.OrganizationOperations.Member;
import io.ticketsafe.contract.users.OrganizationOperations.RemoveMember;
import io.ticketsafe.users.input.EmailAddress;
import io.ticketsafe.users.input.Input;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.Optional;
import java.util.UUID;

/** Who works for an organisation. It always keeps an owner. */
final class Members {
    private final OrganizationStore organizations;
    private final MemberStore members;
    private final Idempotency idempotency;

    Members(OrganizationStore organizations, MemberStore members, Idempotency idempotency) {
        this.organizations = organizations;
        this.members = members;
        this.idempotency = idempotency;
    }

    Future<Member> add(AddMember request, Call call) {
        Input input = new Input();
        UUID organizationId = input.present("/organizationId", request.organizationId());
        EmailAddress address = input.email("/email", request.email());
        MemberRole role = input.present("/role", request.role());
        input.check();
        return idempotency.once(
                call,
                OrganizationOperations.ADD_MEMBER,
                request,
                transaction -> acting(transaction, organizationId, call).compose(acting -> {
                    Authority.requireOver(acting, role);
                    return members.findByEmail(transaction, organizationId, address)
                            .map(found -> found.orElseThrow(() -> ServiceFault.notFound("user")))
                            .compose(member -> put(transaction, organizationId, acting, member, role));
                }));
    }

    private Future<Member> put(
            SqlConnection transaction, UUID organizationId, MemberRole acting, Member member, MemberRole role) {
        Member changed = new Member(member.userId(), member.email(), member.name(), role);
        if (member.role() != null) {
            Authority.requireOver(acting, member.role());
        }
        return members.count(transaction, organizationId)
                .compose(counts -> {
                    if (member.role() == null && counts.members() >= MemberStore.MOST_MEMBERS) {
                        throw ServiceFault.wrongState(
                                "An organisation has at most " + MemberStore.MOST_MEMBERS + " members.");
                    }
                    if (member.role() == MemberRole.OWNER && role != MemberRole.OWNER) {
                        requireAnotherOwner(counts);
                    }
                    return members.put(transaction, organizationId, member.userId(), role);
                })
                .map(changed);
    }

    /** Managers may remove others; everybody may leave. */
    Future<Nothing> remove(RemoveMember request, Call call) {
        Input input = new Input();
        UUID organizationId = input.present("/organizationId", request.organizationId());
        UUID userId = input.present("/userId", request.userId());
        input.check();
        return idempotency.once(
                call,
                OrganizationOperations.REMOVE_MEMBER,
                request,
                transaction -> acting(transaction, organizationId, call).compose(acting -> {
                    boolean leaves = userId.equals(call.userId());
                    if (!leaves) {
                        Authority.requireManager(acting);
                    }
                    return members.find(transaction, organizationId, userId)
                            .map(found -> found.orElseThrow(() -> ServiceFault.notFound("member")))
                            .compose(member -> {
                                if (!leaves) {
                                    Authority.requireOver(acting, member.role());
                                }
                                return remove(transaction, organizationId, member);
                            });
                }));
    }

    private Future<Nothing> remove(SqlConnection transaction, UUID organizationId, Member member) {
        return members.count(transaction, organizationId)
                .compose(counts -> {
                    if (member.role() == MemberRole.OWNER) {
                        requireAnotherOwner(counts);
                    }
                    return members.remove(transaction, organizationId, member.userId());
                })
                .map(Nothing.NOTHING);
    }

    Future<OrganizationOperations.Members> list(ListMembers request, Call call) {
        Input input = new Input();
        UUID organizationId = input.present("/organizationId", request.organizationId());
        input.check();
        return organizations
                .find(organizationId, call.userId())
                .compose(found -> {
                    Authority.requireManager(Authority.of(
                            call,
                            found.orElseThrow(() -> ServiceFault.notFound("organisation"))
                                    .role()));
                    return members.list(organizationId);
                })
                .map(OrganizationOperations.Members::new);
    }

    /** Locks the organisation and says with which role the caller acts. */
    private Future<MemberRole> acting(SqlConnection transaction, UUID organizationId, Call call) {
        return members.lock(transaction, organizationId)
                .compose(exists -> {
                    if (!exists) {
                        throw ServiceFault.notFound("organisation");
                    }
                    return call.userId() == null
                            ? Future.succeededFuture(Optional.<Member>empty())
                            : members.find(transaction, organizationId, call.userId());
                })
                .map(caller -> Authority.of(call, caller.map(Member::role).orElse(null)));
    }

    private static void requireAnotherOwner(MemberStore.Counts counts) {
        if (counts.owners() < 2) {
            throw ServiceFault.wrongState("An organisation needs an owner; name another one first.");
        }
    }
}
