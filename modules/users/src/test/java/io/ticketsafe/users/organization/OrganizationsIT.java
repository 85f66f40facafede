package io.ticketsafe.users.organization;

import static io.ticketsafe.contract.users.OrganizationOperations.CREATE;
import static io.ticketsafe.contract.users.OrganizationOperations.GET;
import static io.ticketsafe.contract.users.OrganizationOperations.LIST;
import static io.ticketsafe.contract.users.OrganizationOperations.MEMBERSHIP;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.Nothing;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.users.OrganizationOperations.CreateOrganization;
import io.ticketsafe.contract.users.OrganizationOperations.GetMembership;
import io.ticketsafe.contract.users.OrganizationOperations.GetOrganization;
import io.ticketsafe.contract.users.OrganizationOperations.Kind;
import io.ticketsafe.contract.users.OrganizationOperations.Membership;
import io.ticketsafe.contract.users.OrganizationOperations.Organization;
import io.ticketsafe.users.UsersService;
import io.ticketsafe.users.UsersService.Person;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OrganizationsIT {
    private static UsersService users;
    private static Person owner;
    private static Person other;
    private static Person stranger;

    private Organization organization;

    @BeforeAll
    static void start() {
        users = new UsersService();
        owner = users.person();
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
    }

    @Test
    void whoCreatesOneOwnsIt() {
        // When
        Organization created =
                users.call(CREATE, new CreateOrganization(" Agência 🎫 ", Kind.AGENCY), users.as(other.session()));
        // Then
        assertThat(created.name()).isEqualTo("Agência 🎫");
        assertThat(created.role()).isEqualTo(MemberRole.OWNER);
        assertThat(users.call(GET, new GetOrganization(created.id()), users.as(other.session())))
                .isEqualTo(created);
        assertThat(users.call(LIST, Nothing.NOTHING, users.as(other.session())).items())
                .contains(created);
        assertThat(membership(created.id(), other)).isEqualTo(new Membership(Kind.AGENCY, MemberRole.OWNER));
    }

    @Test
    void creatingTwiceWithOneKeyCreatesOne() {
        // Given
        String key = "key-" + UUID.randomUUID();
        CreateOrganization request = new CreateOrganization("Once", Kind.ORGANIZER);
        Organization first = users.call(CREATE, request, users.as(owner.session(), key));
        // When
        Organization second = users.call(CREATE, request, users.as(owner.session(), key));
        // Then
        assertThat(second).isEqualTo(first);
        assertThat(users.count("SELECT count(*) FROM organization WHERE id = $1 OR name = 'Once'", first.id()))
                .isOne();
    }

    @Test
    void whatIsMissingOrOverlongIsNamed() {
        // When
        ServiceFault fault =
                users.refusal(CREATE, new CreateOrganization("x".repeat(10_000), null), users.as(owner.session()));
        // Then
        assertThat(fault.members().getJsonArray("errors"))
                .extracting(error -> ((JsonObject) error).getString("pointer"))
                .containsExactly("/name", "/kind");
        assertThat(users.refusal(GET, new GetOrganization(null), users.as(owner.session()))
                        .code())
                .isEqualTo(FaultCode.VALIDATION);
    }

    @Test
    void nobodyOwnsAnyNumberOfThem() {
        // Given
        Person greedy = users.person();
        users.sql(
                "WITH fresh AS (INSERT INTO organization (id, name, kind) SELECT gen_random_uuid(), 'x', 'AGENCY'"
                        + " FROM generate_series(1, 100) RETURNING id)"
                        + " INSERT INTO member (organization_id, account_id, role) SELECT id, $1, 'OWNER' FROM fresh",
                greedy.id());
        // Then
        assertThat(users.refusal(CREATE, new CreateOrganization("One more", Kind.AGENCY), users.as(greedy.session()))
                        .code())
                .isEqualTo(FaultCode.WRONG_STATE);
    }

    @Test
    void membershipIsForServicesOnly() {
        // Given
        GetMembership unknown = new GetMembership(UUID.randomUUID(), owner.id());
        GetMembership known = new GetMembership(organization.id(), owner.id());
        // Then
        assertThat(membership(organization.id(), owner)).isEqualTo(new Membership(Kind.ORGANIZER, MemberRole.OWNER));
        assertThat(membership(organization.id(), stranger)).isEqualTo(new Membership(Kind.ORGANIZER, null));
        assertThat(users.refusal(MEMBERSHIP, unknown, users.harness().serviceCall())
                        .code())
                .isEqualTo(FaultCode.NOT_FOUND);
        assertThat(users.refusal(MEMBERSHIP, known, users.as(owner.session())).code())
                .isEqualTo(FaultCode.FORBIDDEN);
        assertThat(users.refusal(MEMBERSHIP, known, users.anonymous()).code()).isEqualTo(FaultCode.UNAUTHENTICATED);
    }

    private static Membership membership(UUID organizationId, Person person) {
        return users.call(
                MEMBERSHIP,
                new GetMembership(organizationId, person.id()),
                users.harness().serviceCall());
    }
}
