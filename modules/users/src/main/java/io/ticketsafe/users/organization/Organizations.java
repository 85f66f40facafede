package io.ticketsafe.users.organization;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.idempotency.Idempotency;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.Role;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.users.OrganizationOperations;
import io.ticketsafe.contract.users.OrganizationOperations.CreateOrganization;
import io.ticketsafe.contract.users.OrganizationOperations.GetMembership;
import io.ticketsafe.contract.users.OrganizationOperations.GetOrganization;
import io.ticketsafe.contract.users.OrganizationOperations.Kind;
import io.ticketsafe.contract.users.OrganizationOperations.Membership;
import io.ticketsafe.contract.users.OrganizationOperations.Organization;
import io.ticketsafe.users.input.Callers;
import io.ticketsafe.users.input.Input;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Serves what concerns organisations. */
public final class Organizations {
    private final OrganizationStore store;
    private final Idempotency idempotency;
    private final Members members;

    public Organizations(Database database, Idempotency idempotency) {
        this.store = new OrganizationStore(database);
        this.idempotency = idempotency;
        this.members = new Members(store, new MemberStore(database), idempotency);
    }

    public Future<Void> serve(Bus bus) {
        return Future.all(
                        bus.serve(OrganizationOperations.CREATE, this::create),
                        bus.serve(OrganizationOperations.GET, this::get),
                        bus.serve(OrganizationOperations.LIST, (request, call) -> list(call)),
                        bus.serve(OrganizationOperations.MEMBERSHIP, (request, call) -> membership(request)),
                        Future.all(
                                bus.serve(OrganizationOperations.ADD_MEMBER, members::add),
                                bus.serve(OrganizationOperations.LIST_MEMBERS, members::list),
                                bus.serve(OrganizationOperations.REMOVE_MEMBER, members::remove)))
                .mapEmpty();
    }

    private Future<Organization> create(CreateOrganization request, Call call) {
        UUID ownerId = Callers.requireUser(call);
        Input input = new Input();
        String name = input.name("/name", request.name());
        Kind kind = input.present("/kind", request.kind());
        input.check();
        return idempotency.once(
                call, OrganizationOperations.CREATE, request, transaction -> create(transaction, ownerId, name, kind));
    }

    private Future<Organization> create(SqlConnection transaction, UUID ownerId, String name, Kind kind) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        Organization organization = new Organization(Ids.next(), name, kind, MemberRole.OWNER, now);
        return store.countOwned(transaction, ownerId)
                .compose(owned -> {
                    if (owned.orElseThrow(Callers::accountGone) >= OrganizationStore.MOST_OWNED) {
                        throw ServiceFault.wrongState(
                                "A user owns at most " + OrganizationStore.MOST_OWNED + " organisations.");
                    }
                    return store.insert(transaction, organization, ownerId);
                })
                .map(organization);
    }

    private Future<Organization> get(GetOrganization request, Call call) {
        Input input = new Input();
        UUID id = input.present("/organizationId", request.organizationId());
        input.check();
        boolean seesAll = call.caller().is(Role.ADMIN) || call.caller().is(Role.SERVICE);
        return store.find(id, call.userId())
                .map(found -> found.filter(organization -> seesAll || organization.role() != null)
                        .orElseThrow(() -> ServiceFault.notFound("organisation")));
    }

    private Future<OrganizationOperations.Organizations> list(Call call) {
        return store.list(Callers.requireUser(call)).map(OrganizationOperations.Organizations::new);
    }

    private Future<Membership> membership(GetMembership request) {
        Input input = new Input();
        UUID id = input.present("/organizationId", request.organizationId());
        UUID userId = input.present("/userId", request.userId());
        input.check();
        return store.membership(id, userId)
                .map(found -> found.orElseThrow(() -> ServiceFault.notFound("organisation")));
    }
}
