package io.ticketsafe.users;

import static io.ticketsafe.common.testing.ServiceHarness.await;

import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.bus.Caller;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Nothing;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.users.OrganizationOperations;
import io.ticketsafe.contract.users.OrganizationOperations.CreateOrganization;
import io.ticketsafe.contract.users.OrganizationOperations.Kind;
import io.ticketsafe.contract.users.OrganizationOperations.Organization;
import io.ticketsafe.contract.users.UserOperations;
import io.ticketsafe.contract.users.UserOperations.Login;
import io.ticketsafe.contract.users.UserOperations.Register;
import io.ticketsafe.contract.users.UserOperations.Session;
import io.ticketsafe.contract.users.UserOperations.User;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** The users service on real stores, as its callers see it. */
public final class UsersService implements AutoCloseable {
    public static final String PASSWORD = "correct horse battery staple";
    private static final int PATIENCE_MS = 5_000;

    private final AtomicInteger people = new AtomicInteger();
    private final UsersConfig config;
    private final ServiceHarness harness = ServiceHarness.start("users");

    public UsersService() {
        this(config());
    }

    public UsersService(UsersConfig config) {
        this.config = config;
        database(); // a pool that a verticle opens is closed with it, and the tests go on asking
        restart();
    }

    /** Ends the service, if it runs, and starts it on what its database holds. */
    public void restart() {
        harness.vertx().deploymentIDs().forEach(id -> await(harness.vertx().undeploy(id)));
        harness.deploy(new UsersVerticle(harness.context(), config));
    }

    public static UsersConfig config() {
        return new UsersConfig(
                ServiceHarness.ISSUER, null, null, null, null, null, null, 1_000, null, Duration.ofMinutes(15));
    }

    public ServiceHarness harness() {
        return harness;
    }

    public Database database() {
        return harness.context().stores().postgres("users");
    }

    public Call anonymous() {
        return harness.anonymousCall();
    }

    public Call anonymous(String idempotencyKey) {
        return new Call(Caller.NOBODY, null, "test", idempotencyKey);
    }

    public Call as(Session session) {
        return as(session, null);
    }

    public Call as(Session session, String idempotencyKey) {
        return new Call(Caller.NOBODY, session.accessToken(), "test", idempotencyKey);
    }

    public <Q, R> R call(BusOperation<Q, R> operation, Q request, Call call) {
        return harness.call(operation, request, call);
    }

    /** The refusal that the call must end with. */
    public <Q> ServiceFault refusal(BusOperation<Q, ?> operation, Q request, Call call) {
        try {
            Object reply = call(operation, request, call);
            throw new AssertionError("not refused: " + reply);
        } catch (ServiceFault fault) {
            return fault;
        }
    }

    /** An address that nobody has yet. */
    public String newAddress() {
        return "person-" + people.incrementAndGet() + "@example.test";
    }

    /** Registers a new person and logs in. */
    public Person person() {
        String email = newAddress();
        call(UserOperations.REGISTER, new Register(email, PASSWORD, "Somebody"), anonymous());
        Session session = logIn(email, PASSWORD);
        User user = call(UserOperations.ME, Nothing.NOTHING, as(session));
        return new Person(user.id(), email, session);
    }

    public Session logIn(String email, String password) {
        return call(UserOperations.LOG_IN, new Login(email, password), anonymous());
    }

    public Organization organization(Person owner) {
        return call(
                OrganizationOperations.CREATE,
                new CreateOrganization("Casa da Música", Kind.ORGANIZER),
                as(owner.session()));
    }

    public boolean isAccepted(Session session) {
        try {
            call(UserOperations.ME, Nothing.NOTHING, as(session));
            return true;
        } catch (ServiceFault fault) {
            if (fault.code() != FaultCode.UNAUTHENTICATED) {
                throw fault;
            }
            return false;
        }
    }

    /** Whether verifiers refuse the session's access token, as soon as word of its end has reached them. */
    public boolean isRefusedSoon(Session session) {
        long deadline = System.currentTimeMillis() + PATIENCE_MS;
        boolean accepted = true;
        while (accepted && System.currentTimeMillis() < deadline) {
            accepted = isAccepted(session);
        }
        return !accepted;
    }

    public void sql(String statement, Object... parameters) {
        await(database().query(statement, parameters));
    }

    public long count(String sql, Object... parameters) {
        return await(database().query(sql, parameters)).iterator().next().getLong(0);
    }

    /** Until another connection waits for a lock that this one holds. */
    public void awaitSomebodyWhoWaitsFor(SqlConnection holder) {
        int pid = await(Database.query(holder, "SELECT pg_backend_pid()"))
                .iterator()
                .next()
                .getInteger(0);
        long deadline = System.currentTimeMillis() + PATIENCE_MS;
        String waiting = "SELECT count(*) FROM pg_stat_activity WHERE $1::int = ANY (pg_blocking_pids(pid))";
        while (count(waiting, pid) == 0) {
            if (System.currentTimeMillis() > deadline) {
                throw new AssertionError("nobody waits");
            }
        }
    }

    @Override
    public void close() {
        harness.close();
    }

    public record Person(UUID id, String email, Session session) {}
}
