package io.ticketsafe.contract.users;

import static io.ticketsafe.contract.BusOperation.forUsers;
import static io.ticketsafe.contract.BusOperation.internal;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.Nothing;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Organisations and their members. */
public interface OrganizationOperations {
    /** The caller becomes its owner. WRONG_STATE for who owns 100 already. */
    BusOperation<CreateOrganization, Organization> CREATE = forUsers(
                    "ticketsafe.users.v1.createOrganization", CreateOrganization.class, Organization.class)
            .repeatableWithKey();

    /** For its members. */
    BusOperation<GetOrganization, Organization> GET = forUsers(
                    "ticketsafe.users.v1.getOrganization", GetOrganization.class, Organization.class)
            .repeatable();

    /** The organisations that the caller is a member of, oldest first, at most 1000. */
    BusOperation<Nothing, Organizations> LIST = forUsers(
                    "ticketsafe.users.v1.listOrganizations", Nothing.class, Organizations.class)
            .repeatable();

    /**
     * Owners name every role, managers every role but owner; naming a member again changes the role. NOT_FOUND for an
     * address without an account, WRONG_STATE for the last owner and above 1000 members.
     */
    BusOperation<AddMember, Member> ADD_MEMBER = forUsers(
                    "ticketsafe.users.v1.addMember", AddMember.class, Member.class)
            .repeatableWithKey();

    /** For owners and managers; those who came first, first. */
    BusOperation<ListMembers, Members> LIST_MEMBERS = forUsers(
                    "ticketsafe.users.v1.listMembers", ListMembers.class, Members.class)
            .repeatable();

    /** Owners remove everybody, managers those below owner, and everybody may leave. WRONG_STATE for the last owner. */
    BusOperation<RemoveMember, Nothing> REMOVE_MEMBER = forUsers(
                    "ticketsafe.users.v1.removeMember", RemoveMember.class, Nothing.class)
            .repeatableWithKey();

    /** What a user may do for an organisation; NOT_FOUND when there is no such organisation. */
    BusOperation<GetMembership, Membership> MEMBERSHIP = internal(
                    "ticketsafe.users.v1.membership", GetMembership.class, Membership.class)
            .repeatable();

    enum Kind {
        @JsonProperty("organizer")
        ORGANIZER,
        @JsonProperty("agency")
        AGENCY
    }

    record CreateOrganization(String name, Kind kind) {}

    /** @param role of the caller */
    record Organization(UUID id, String name, Kind kind, MemberRole role, Instant createdAt) {}

    record Organizations(List<Organization> items) {}

    record GetOrganization(UUID organizationId) {}

    record AddMember(UUID organizationId, String email, MemberRole role) {}

    record Member(UUID userId, String email, String name, MemberRole role) {}

    record ListMembers(UUID organizationId) {}

    record Members(List<Member> items) {}

    record RemoveMember(UUID organizationId, UUID userId) {}

    record GetMembership(UUID organizationId, UUID userId) {}

    /** @param role absent when the user is no member */
    record Membership(Kind kind, MemberRole role) {}
}
