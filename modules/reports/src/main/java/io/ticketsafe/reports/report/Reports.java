package io.ticketsafe.reports.report;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ticketsafe.common.ServiceContext;
import io.ticketsafe.common.auth.Memberships;
import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.events.EventOperations;
import io.ticketsafe.contract.events.EventOperations.GetEvent;
import io.ticketsafe.contract.reports.ReportOperations.EventReport;
import io.ticketsafe.contract.reports.ReportOperations.Report;
import io.ticketsafe.contract.reports.ReportOperations.SummaryReport;
import io.ticketsafe.reports.ReportsConfig;
import io.ticketsafe.reports.store.Collections;
import io.ticketsafe.reports.store.ReportStore;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Answers reports to those who may read them: members of the organisation, except for gate staff. */
public final class Reports {
    private static final String EVENT = "event";

    private final ReportStore store;
    private final Bus bus;
    private final Memberships memberships;
    private final Cache<UUID, UUID> owners;
    private final SalesReport sales;
    private final AttendanceReport attendance;
    private final OrganizationSummary summary;

    public Reports(ServiceContext context, ReportsConfig config, ReportStore store) {
        this.store = requireNonNull(store);
        this.bus = context.bus();
        this.memberships = context.memberships();
        this.owners = Caffeine.newBuilder().maximumSize(config.maxKnownEvents()).build();
        Groups groups = new Groups(store, config.maxRows());
        SalesFigures figures = new SalesFigures(groups);
        this.sales = new SalesReport(figures);
        this.attendance = new AttendanceReport(groups);
        this.summary = new OrganizationSummary(store, groups, figures, config.maxRows());
    }

    public Future<Report> sales(EventReport request, Call call) {
        return ofEvent(request, call, sales::of);
    }

    public Future<Report> attendance(EventReport request, Call call) {
        return ofEvent(request, call, attendance::of);
    }

    public Future<Report> summary(SummaryReport request, Call call) {
        UUID organizationId = request.organizationId();
        if (organizationId == null) {
            throw ServiceFault.notFound("organisation");
        }
        return memberships
                .require(call, organizationId, MemberRole.REPORT_READERS, "organisation")
                .compose(allowed -> summary.of(organizationId))
                .map(rows -> new Report(
                        null,
                        organizationId,
                        null,
                        Instant.now().truncatedTo(ChronoUnit.MILLIS),
                        List.of(),
                        OrganizationSummary.columns(),
                        rows.rows(),
                        rows.totals()));
    }

    private Future<Report> ofEvent(EventReport request, Call call, Function<EventReport, Future<Table>> made) {
        UUID eventId = request.eventId();
        return ownerOf(eventId, call)
                .compose(owner -> memberships
                        .require(call, owner, MemberRole.REPORT_READERS, EVENT)
                        .compose(allowed -> Future.join(made.apply(request), currencyOf(eventId)))
                        .map(both -> both.<Table>resultAt(0).toReport(eventId, owner, both.resultAt(1))));
    }

    private Future<UUID> ownerOf(UUID eventId, Call call) {
        if (eventId == null) {
            return Future.failedFuture(ServiceFault.notFound(EVENT));
        }
        UUID known = owners.getIfPresent(eventId);
        if (known != null) {
            return Future.succeededFuture(known);
        }
        return bus.callAsService(EventOperations.OWNER, new GetEvent(eventId), call)
                .recover(failure -> Future.failedFuture(
                        failure instanceof ServiceFault fault && fault.code() == FaultCode.NOT_FOUND
                                ? ServiceFault.notFound(EVENT)
                                : failure))
                .map(owner -> {
                    owners.put(eventId, owner.organizationId());
                    return owner.organizationId();
                });
    }

    /** Null until the event was published. */
    private Future<String> currencyOf(UUID eventId) {
        return store.find(Collections.EVENTS, eventId.toString())
                .map(event -> event == null ? null : event.getString("currency"));
    }
}
