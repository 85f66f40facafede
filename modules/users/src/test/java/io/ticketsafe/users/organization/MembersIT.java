package io.ticketsafe.users.organization;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.contract.users.OrganizationOperations.ADD_MEMBER;
import static io.ticketsafe.contract.users.OrganizationOperations.GET;
import static io.ticketsafe.contract.users.OrganizationOperations.LIST_MEMBERS;
import static io.ticketsafe.contract.users.OrganizationOperations.MEMBERSHIP;
import static io.ticketsafe.contract.users.OrganizationOperations.REMOVE_MEMBER;
import static io.ticketsafe.contract.users.UserOperations.DELETE_ME;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.Nothing;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.users.OrganizationOperations.AddMember;
import io.ticketsafe.contract.users.OrganizationOperations.GetMembership;
import io.ticketsafe.contract.users.OrganizationOperations.GetOrganization;
import io.ticketsafe.contract.users.OrganizationOperations.Kind;
import io.ticketsafe.contract.users.OrganizationOperations.ListMembers;
import io.ticketsafe.contract.users.OrganizationOperations.Member;
import io.ticketsafe.contract.users.OrganizationOperations.Membership;
import io.ticketsafe.contract.users.OrganizationOperations.Organization;
import io.ticketsafe.contract.users.OrganizationOperations.RemoveMember;
import io.ticketsafe.users.UsersService;
import io.ticketsafe.users.UsersService.Person;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MembersIT {
    private static UsersService users;
    private static Person owner;
    private static Person manager;
    private static Person other;
    private static Person stranger;

    private Organization organization;

    @BeforeAll
    static void start() {
        users = new UsersService();
        owner = users.person();
        manager = users.person();
        other = users.person();
        stranger = users.person();
    }

    @AfterAll
    static void stop() {
        users.close();
    }

    @BeforeEach
    void create() {
        organization = users.organization(owner);
        add(owner, manager, MemberRole.MANAGER);
    }

    @Test
    void aStrangerCannotTellThatItExists() {
        assertThat(users.refusal(GET, new GetOrganization(organization.id()), users.as(stranger.session()))
                        .toJson())
                .isEqualTo(users.refusal(GET, new GetOrganization(UUID.randomUUID()), users.as(stranger.session()))
                        .toJson());
        assertThat(refusalToAdd(stranger, other.email(), MemberRole.GATE)).isEqualTo(FaultCode.NOT_FOUND);
        assertThat(refusalToRemove(stranger, manager)).isEqualTo(FaultCode.NOT_FOUND);
        assertThat(users.refusal(LIST_MEMBERS, new ListMembers(organization.id()), users.as(stranger.session()))
                        .code())
                .isEqualTo(FaultCode.NOT_FOUND);
    }

    @ParameterizedTest
    @EnumSource(MemberRole.class)
    void anOwnerGivesEveryRole(MemberRole role) {
        // When
        Member added = add(owner, other, role);
        // Then
        assertThat(added).isEqualTo(new Member(other.id(), other.email(), "Somebody", role));
        assertThat(membership(organization.id(), other).role()).isEqualTo(role);
    }

    @ParameterizedTest
    @EnumSource(value = MemberRole.class, mode = EnumSource.Mode.EXCLUDE, names = "OWNER")
    void aManagerGivesEveryRoleButOwner(MemberRole role) {
        // When
        add(manager, other, role);
        // Then
        assertThat(membership(organization.id(), other).role()).isEqualTo(role);
        assertThat(refusalToAdd(manager, other.email(), MemberRole.OWNER)).isEqualTo(FaultCode.FORBIDDEN);
    }

    @Test
    void aManagerCannotTouchAnOwner() {
        // Given
        add(owner, other, MemberRole.OWNER);
        // Then
        assertThat(refusalToAdd(manager, other.email(), MemberRole.VIEWER)).isEqualTo(FaultCode.FORBIDDEN);
        assertThat(refusalToRemove(manager, other)).isEqualTo(FaultCode.FORBIDDEN);
    }

    @ParameterizedTest
    @EnumSource(
            value = MemberRole.class,
            names = {"SALES", "GATE", "VIEWER"})
    void smallerRolesChangeAndSeeNoMembers(MemberRole role) {
        // Given
        add(owner, other, role);
        // Then
        assertThat(refusalToAdd(other, stranger.email(), MemberRole.VIEWER)).isEqualTo(FaultCode.FORBIDDEN);
        assertThat(refusalToRemove(other, manager)).isEqualTo(FaultCode.FORBIDDEN);
        assertThat(users.refusal(LIST_MEMBERS, new ListMembers(organization.id()), users.as(other.session()))
                        .code())
                .isEqualTo(FaultCode.FORBIDDEN);
        assertThat(users.call(GET, new GetOrganization(organization.id()), users.as(other.session()))
                        .role())
                .isEqualTo(role);
    }

    @Test
    void namingAMemberAgainChangesTheRole() {
        // Given
        add(owner, other, MemberRole.GATE);
        // When
        add(owner, other, MemberRole.SALES);
        // Then
        assertThat(members())
                .extracting(Member::role)
                .containsExactly(MemberRole.OWNER, MemberRole.MANAGER, MemberRole.SALES);
    }

    @Test
    void addressesAreFoundWhateverTheirCaseAndUnknownOnesAreNot() {
        // When
        Member added = users.call(
                ADD_MEMBER,
                new AddMember(organization.id(), other.email().toUpperCase(Locale.ROOT), MemberRole.GATE),
                users.as(owner.session()));
        // Then
        assertThat(added.userId()).isEqualTo(other.id());
        assertThat(added.email()).isEqualTo(other.email());
        ServiceFault unknown = users.refusal(
                ADD_MEMBER,
                new AddMember(organization.id(), "nobody@example.test", MemberRole.GATE),
                users.as(owner.session()));
        assertThat(unknown.code()).isEqualTo(FaultCode.NOT_FOUND);
        assertThat(unknown.detail()).contains("user");
    }

    @Test
    void theLastOwnerStays() {
        // Then
        assertThat(refusalToRemove(owner, owner)).isEqualTo(FaultCode.WRONG_STATE);
        assertThat(refusalToAdd(owner, owner.email(), MemberRole.MANAGER)).isEqualTo(FaultCode.WRONG_STATE);
        // When
        add(owner, other, MemberRole.OWNER);
        remove(owner, owner);
        // Then
        assertThat(refusalToRemove(other, other)).isEqualTo(FaultCode.WRONG_STATE);
        assertThat(members(other)).extracting(Member::userId).containsExactly(manager.id(), other.id());
    }

    @Test
    void ofTwoOwnersWhoLeaveAtOnceOneStays() {
        // Given
        Person one = users.person();
        Person two = users.person();
        organization = users.organization(one);
        add(one, two, MemberRole.OWNER);
        SqlConnection leaving = await(users.database().connection());
        Transaction transaction = await(leaving.begin());
        await(Database.query(leaving, "SELECT 1 FROM organization WHERE id = $1 FOR NO KEY UPDATE", organization.id()));
        await(Database.query(leaving, "DELETE FROM member WHERE account_id = $1", one.id()));
        // When
        Future<Nothing> rivals = Future.join(
                        refused(bus(REMOVE_MEMBER, new RemoveMember(organization.id(), two.id()), two)),
                        refused(bus(DELETE_ME, Nothing.NOTHING, two)))
                .map(Nothing.NOTHING);
        users.awaitSomebodyWhoWaitsFor(leaving);
        await(transaction.commit());
        await(leaving.close());
        // Then
        await(rivals);
        assertThat(members(two)).extracting(Member::userId).containsExactly(two.id());
    }

    private static Future<Void> refused(Future<Nothing> leaving) {
        return leaving.transform(left -> {
            assertThat(left.succeeded()).isFalse();
            assertThat(((ServiceFault) left.cause()).code()).isEqualTo(FaultCode.WRONG_STATE);
            return Future.succeededFuture();
        });
    }

    @Test
    void everybodyMayLeave() {
        // Given
        add(owner, other, MemberRole.GATE);
        // When
        remove(other, other);
        // Then
        assertThat(membership(organization.id(), other)).isEqualTo(new Membership(Kind.ORGANIZER, null));
        assertThat(refusalToRemove(owner, other)).isEqualTo(FaultCode.NOT_FOUND);
    }

    @Test
    void aManagerRemovesThoseBelowOwner() {
        // Given
        add(owner, other, MemberRole.MANAGER);
        // When
        remove(manager, other);
        // Then
        assertThat(members()).extracting(Member::userId).containsExactly(owner.id(), manager.id());
    }

    @Test
    void adminsActAsOwners() {
        // Given
        Person admin = users.person();
        users.sql("UPDATE account SET admin = true WHERE id = $1", admin.id());
        Person signedIn = new Person(admin.id(), admin.email(), users.logIn(admin.email(), UsersService.PASSWORD));
        // When
        add(signedIn, other, MemberRole.OWNER);
        // Then
        assertThat(membership(organization.id(), other).role()).isEqualTo(MemberRole.OWNER);
        assertThat(users.call(GET, new GetOrganization(organization.id()), users.as(signedIn.session()))
                        .role())
                .isNull();
        assertThat(users.refusal(
                                ADD_MEMBER,
                                new AddMember(UUID.randomUUID(), other.email(), MemberRole.GATE),
                                users.as(signedIn.session()))
                        .code())
                .isEqualTo(FaultCode.NOT_FOUND);
    }

    private static <Q, R> Future<R> bus(BusOperation<Q, R> operation, Q request, Person person) {
        return users.harness().context().bus().call(operation, request, users.as(person.session()));
    }

    private Member add(Person acting, Person person, MemberRole role) {
        return users.call(
                ADD_MEMBER, new AddMember(organization.id(), person.email(), role), users.as(acting.session()));
    }

    private FaultCode refusalToAdd(Person acting, String email, MemberRole role) {
        return users.refusal(ADD_MEMBER, new AddMember(organization.id(), email, role), users.as(acting.session()))
                .code();
    }

    private void remove(Person acting, Person person) {
        users.call(REMOVE_MEMBER, new RemoveMember(organization.id(), person.id()), users.as(acting.session()));
    }

    private FaultCode refusalToRemove(Person acting, Person person) {
        return users.refusal(
                        REMOVE_MEMBER, new RemoveMember(organization.id(), person.id()), users.as(acting.session()))
                .code();
    }

    private List<Member> members() {
        return members(owner);
    }

    private List<Member> members(Person acting) {
        return users.call(LIST_MEMBERS, new ListMembers(organization.id()), users.as(acting.session()))
                .items();
    }

    private static Membership membership(UUID organizationId, Person person) {
        return users.call(
                MEMBERSHIP,
                new GetMembership(organizationId, person.id()),
                users.harness().serviceCall());
    }
}
