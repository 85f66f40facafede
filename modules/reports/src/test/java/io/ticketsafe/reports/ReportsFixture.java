package io.ticketsafe.reports;

import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.contract.DomainEvent;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.Facts.Batch;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.events.EventOperations;
import io.ticketsafe.contract.events.EventOperations.Event;
import io.ticketsafe.contract.events.EventOperations.EventOwner;
import io.ticketsafe.contract.events.EventOperations.EventStatus;
import io.ticketsafe.contract.events.EventOperations.GetEvent;
import io.ticketsafe.contract.events.EventOperations.VenueSummary;
import io.ticketsafe.contract.reports.ReportOperations;
import io.ticketsafe.contract.reports.ReportOperations.EventReport;
import io.ticketsafe.contract.reports.ReportOperations.Report;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The reports service on a real bus and a Mongo server, with an events service that knows the events that it is told of. */
final class ReportsFixture implements AutoCloseable {
    final ServiceHarness harness;
    final UUID organization = UUID.randomUUID();
    final UUID manager = UUID.randomUUID();
    private final Map<UUID, UUID> owners = new ConcurrentHashMap<>();

    ReportsFixture() {
        this(ServiceHarness.start());
    }

    ReportsFixture(ServiceHarness harness) {
        this.harness = harness;
        var bus = harness.context().bus();
        ServiceHarness.await(bus.serve(EventOperations.OWNER, (request, call) -> owner(request)));
        ServiceHarness.await(bus.serve(
                EventOperations.GET,
                (request, call) -> owner(request).map(owner -> eventOf(request.eventId(), owner.organizationId()))));
        harness.context().stores().mongo(); // opened here, for a client opened by a verticle would close with it
        harness.member(organization, manager, MemberRole.MANAGER);
    }

    String deploy(ReportsConfig config) {
        return ServiceHarness.await(harness.vertx().deployVerticle(new ReportsVerticle(harness.context(), config)));
    }

    Story story() {
        Story story = new Story(organization);
        know(story);
        return story;
    }

    void know(Story story) {
        owners.put(story.event, story.organization);
    }

    void tell(DomainEvent... facts) {
        harness.call(Facts.TO_REPORTS, new Batch(Arrays.asList(facts)), harness.serviceCall());
    }

    Report sales(UUID event, String... by) {
        return harness.call(ReportOperations.SALES, new EventReport(event, List.of(by)), asManager());
    }

    Report attendance(UUID event, String... by) {
        return harness.call(ReportOperations.ATTENDANCE, new EventReport(event, List.of(by)), asManager());
    }

    Call asManager() {
        return harness.userCall(manager);
    }

    @Override
    public void close() {
        harness.close();
    }

    private Future<EventOwner> owner(GetEvent request) {
        UUID owner = owners.get(request.eventId());
        return owner == null
                ? Future.failedFuture(ServiceFault.notFound("event"))
                : Future.succeededFuture(new EventOwner(request.eventId(), owner, EventStatus.PUBLISHED));
    }

    private static Event eventOf(UUID id, UUID organization) {
        VenueSummary venue = new VenueSummary(UUID.randomUUID(), "Arena", "Campinas", "America/Sao_Paulo", 12_000);
        return new Event(
                id,
                organization,
                venue,
                "Concert",
                null,
                Story.DOORS,
                Story.DOORS.plusSeconds(7200),
                EventStatus.PUBLISHED,
                List.of(),
                null,
                null,
                1,
                Story.DOORS,
                Story.DOORS);
    }
}
