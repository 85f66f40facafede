package io.ticketsafe.users.account;

import static io.ticketsafe.contract.users.UserOperations.DELETE_ME;
import static io.ticketsafe.contract.users.UserOperations.FIND;
import static io.ticketsafe.contract.users.UserOperations.LOG_IN;
import static io.ticketsafe.contract.users.UserOperations.ME;
import static io.ticketsafe.contract.users.UserOperations.REFRESH;
import static io.ticketsafe.contract.users.UserOperations.REGISTER;
import static io.ticketsafe.contract.users.UserOperations.UPDATE_ME;
import static io.ticketsafe.users.UsersService.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.Nothing;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.users.OrganizationOperations;
import io.ticketsafe.contract.users.OrganizationOperations.AddMember;
import io.ticketsafe.contract.users.OrganizationOperations.ListMembers;
import io.ticketsafe.contract.users.OrganizationOperations.Member;
import io.ticketsafe.contract.users.OrganizationOperations.Organization;
import io.ticketsafe.contract.users.UserOperations.FindUser;
import io.ticketsafe.contract.users.UserOperations.Login;
import io.ticketsafe.contract.users.UserOperations.Refresh;
import io.ticketsafe.contract.users.UserOperations.Register;
import io.ticketsafe.contract.users.UserOperations.Session;
import io.ticketsafe.contract.users.UserOperations.UpdateMe;
import io.ticketsafe.contract.users.UserOperations.User;
import io.ticketsafe.users.UsersService;
import io.ticketsafe.users.UsersService.Person;
import io.vertx.core.json.JsonArray;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ProfileIT {
    private static final String NEW_PASSWORD = "another good password";
    private static UsersService users;

    @BeforeAll
    static void start() {
        users = new UsersService();
    }

    @AfterAll
    static void stop() {
        users.close();
    }

    @Test
    void aNewNameNeedsNoPassword() {
        // Given
        Person ana = users.person();
        // When
        User updated = update(ana, new UpdateMe("  Ana María 🎭 ", null, null));
        // Then
        assertThat(updated.name()).isEqualTo("Ana María 🎭");
        assertThat(users.call(ME, Nothing.NOTHING, users.as(ana.session()))).isEqualTo(updated);
        assertThat(update(ana, new UpdateMe(null, null, null))).isEqualTo(updated);
        assertThat(users.isAccepted(users.logIn(ana.email(), PASSWORD))).isTrue();
    }

    @Test
    void anUnusableNameIsNamed() {
        // Given
        Person ana = users.person();
        // Then
        assertThat(RegistrationIT.pointers(users.refusal(
                        UPDATE_ME, new UpdateMe("x".repeat(10_000), null, null), users.as(ana.session()))))
                .containsExactly("/name");
    }

    @Test
    void aNewPasswordEndsTheOtherSessions() {
        // Given
        Person ana = users.person();
        Session otherDevice = users.logIn(ana.email(), PASSWORD);
        // When
        update(ana, new UpdateMe(null, NEW_PASSWORD, PASSWORD));
        // Then
        assertThat(users.isRefusedSoon(otherDevice)).isTrue();
        assertThat(refusal(REFRESH, new Refresh(otherDevice.refreshToken()))).isEqualTo(FaultCode.UNAUTHENTICATED);
        assertThat(users.isAccepted(ana.session())).isTrue();
        assertThat(refusal(LOG_IN, new Login(ana.email(), PASSWORD))).isEqualTo(FaultCode.UNAUTHENTICATED);
        assertThat(users.isAccepted(users.logIn(ana.email(), NEW_PASSWORD))).isTrue();
    }

    @Test
    void aNewPasswordNeedsTheCurrentOne() {
        // Given
        Person ana = users.person();
        // When
        ServiceFault wrong = users.refusal(
                UPDATE_ME, new UpdateMe("Mallory", NEW_PASSWORD, "wrong password"), users.as(ana.session()));
        ServiceFault missing =
                users.refusal(UPDATE_ME, new UpdateMe("Mallory", NEW_PASSWORD, null), users.as(ana.session()));
        // Then
        assertThat(RegistrationIT.pointers(wrong)).containsExactly("/currentPassword");
        assertThat(RegistrationIT.pointers(missing)).containsExactly("/currentPassword");
        assertThat(users.call(ME, Nothing.NOTHING, users.as(ana.session())).name())
                .isEqualTo("Somebody");
    }

    @Test
    void guessingTheCurrentPasswordIsThrottled() {
        // Given
        Person ana = users.person();
        UpdateMe guess = new UpdateMe(null, NEW_PASSWORD, "wrong password");
        for (int i = 0; i < 10; i++) {
            users.refusal(UPDATE_ME, guess, users.as(ana.session()));
        }
        // Then
        assertThat(users.refusal(UPDATE_ME, guess, users.as(ana.session())).code())
                .isEqualTo(FaultCode.RATE_LIMITED);
    }

    @Test
    void deletingErasesWhatIsPersonalAndKeepsTheId() {
        // Given
        String email = users.newAddress();
        users.call(REGISTER, new Register(email, PASSWORD, "Ana"), users.anonymous("the-key"));
        Session session = users.logIn(email, PASSWORD);
        Session otherDevice = users.logIn(email, PASSWORD);
        UUID id = users.call(ME, Nothing.NOTHING, users.as(session)).id();
        Person owner = users.person();
        Organization organization = users.organization(owner);
        users.call(
                OrganizationOperations.ADD_MEMBER,
                new AddMember(organization.id(), email, MemberRole.GATE),
                users.as(owner.session()));
        // When
        users.call(DELETE_ME, Nothing.NOTHING, users.as(session));
        // Then
        assertThat(users.isRefusedSoon(session)).isTrue();
        assertThat(users.isRefusedSoon(otherDevice)).isTrue();
        assertThat(refusal(LOG_IN, new Login(email, PASSWORD))).isEqualTo(FaultCode.UNAUTHENTICATED);
        assertThat(refusal(REFRESH, new Refresh(session.refreshToken()))).isEqualTo(FaultCode.UNAUTHENTICATED);
        assertThat(users.count(
                        "SELECT count(*) FROM account WHERE id = $1 AND status = 'erased' AND erased_at IS NOT NULL"
                                + " AND num_nonnulls(email, email_key, name, password_hash) = 0",
                        id))
                .isOne();
        assertThat(users.count(
                        "SELECT count(*) FROM idempotency WHERE answer::text LIKE $1", "%\"" + email + "\"%\"Ana\"%"))
                .isZero();
        assertThat(users.call(
                                OrganizationOperations.LIST_MEMBERS,
                                new ListMembers(organization.id()),
                                users.as(owner.session()))
                        .items())
                .extracting(Member::userId)
                .containsExactly(owner.id());
        assertThat(users.refusal(FIND, new FindUser(id), users.harness().serviceCall())
                        .code())
                .isEqualTo(FaultCode.NOT_FOUND);
    }

    @Test
    void theAddressOfAnErasedAccountIsFreeAgain() {
        // Given
        Person ana = users.person();
        users.call(DELETE_ME, Nothing.NOTHING, users.as(ana.session()));
        // When
        users.call(REGISTER, new Register(ana.email(), NEW_PASSWORD, "Ana again"), users.anonymous());
        // Then
        User again = users.call(ME, Nothing.NOTHING, users.as(users.logIn(ana.email(), NEW_PASSWORD)));
        assertThat(again.id()).isNotEqualTo(ana.id());
    }

    @Test
    void theLastOwnerOfAnOrganisationMustNameAnotherFirst() {
        // Given
        Person ana = users.person();
        Person bruno = users.person();
        Organization organization = users.organization(ana);
        // When
        ServiceFault refused = users.refusal(DELETE_ME, Nothing.NOTHING, users.as(ana.session()));
        // Then
        assertThat(refused.code()).isEqualTo(FaultCode.WRONG_STATE);
        assertThat(refused.detail()).contains(organization.name());
        assertThat(refused.members().getJsonArray("organizations"))
                .isEqualTo(new JsonArray().add(organization.id().toString()));
        assertThat(users.isAccepted(ana.session())).isTrue();
        users.call(
                OrganizationOperations.ADD_MEMBER,
                new AddMember(organization.id(), bruno.email(), MemberRole.OWNER),
                users.as(ana.session()));
        users.call(DELETE_ME, Nothing.NOTHING, users.as(ana.session()));
        assertThat(users.isRefusedSoon(ana.session())).isTrue();
    }

    @Test
    void servicesFindUsersAndUsersDoNot() {
        // Given
        Person ana = users.person();
        // When
        User found = users.call(FIND, new FindUser(ana.id()), users.harness().serviceCall());
        // Then
        assertThat(found.email()).isEqualTo(ana.email());
        assertThat(users.refusal(
                                FIND,
                                new FindUser(UUID.randomUUID()),
                                users.harness().serviceCall())
                        .code())
                .isEqualTo(FaultCode.NOT_FOUND);
        assertThat(users.refusal(FIND, new FindUser(ana.id()), users.as(ana.session()))
                        .code())
                .isEqualTo(FaultCode.FORBIDDEN);
    }

    @Test
    void servicesHaveNoAccountOfTheirOwn() {
        assertThat(users.refusal(ME, Nothing.NOTHING, users.harness().serviceCall())
                        .code())
                .isEqualTo(FaultCode.FORBIDDEN);
    }

    private static User update(Person person, UpdateMe request) {
        return users.call(UPDATE_ME, request, users.as(person.session()));
    }

    private static <Q> FaultCode refusal(BusOperation<Q, ?> operation, Q request) {
        return users.refusal(operation, request, users.anonymous()).code();
    }
}
