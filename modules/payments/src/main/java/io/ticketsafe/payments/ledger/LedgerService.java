package io.ticketsafe.payments.ledger;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.auth.Memberships;
import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.payments.PaymentOperations;
import io.ticketsafe.contract.payments.PaymentOperations.LedgerOf;
import io.ticketsafe.contract.payments.PaymentOperations.OrderLedger;
import io.ticketsafe.contract.payments.PaymentOperations.StatementOf;
import io.ticketsafe.contract.reports.ReportOperations.Report;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Shows what was booked. */
public final class LedgerService {
    private static final int MOST_ROWS = 10_000;

    private final LedgerStore ledger;
    private final Memberships memberships;

    public LedgerService(Database database, Memberships memberships) {
        this.ledger = new LedgerStore(database);
        this.memberships = requireNonNull(memberships);
    }

    public Future<Void> serve(Bus bus) {
        return Future.all(
                        bus.serve(PaymentOperations.LEDGER_OF_ORDER, (request, call) -> ofOrder(request)),
                        bus.serve(PaymentOperations.STATEMENT, this::statement))
                .mapEmpty();
    }

    private Future<OrderLedger> ofOrder(LedgerOf request) {
        if (request.orderId() == null) {
            throw ServiceFault.invalid("/orderId", "This member is required.");
        }
        return ledger.ofOrder(request.orderId()).map(OrderLedger::new);
    }

    private Future<Report> statement(StatementOf request, Call call) {
        if (request.organizationId() == null) {
            throw ServiceFault.notFound("organisation");
        }
        if (request.from() != null && request.to() != null && !request.from().isBefore(request.to())) {
            throw ServiceFault.invalid("/to", "A period ends after it begins.");
        }
        return memberships
                .require(call, request.organizationId(), MemberRole.MANAGERS, "organisation")
                .compose(allowed ->
                        ledger.statement(request.organizationId(), request.from(), request.to(), MOST_ROWS + 1))
                .map(lines -> report(request, lines));
    }

    private static Report report(StatementOf request, List<StatementLine> lines) {
        if (lines.size() > MOST_ROWS) {
            throw ServiceFault.invalid("", "There are more than " + MOST_ROWS + " rows; ask for a shorter period.");
        }
        List<String> columns = new ArrayList<>(List.of("eventId", "currency"));
        columns.addAll(StatementLine.FIGURES);
        return new Report(
                null,
                request.organizationId(),
                null,
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                List.of("eventId"),
                columns,
                lines.stream().map(StatementLine::shown).toList(),
                Map.of("money", money(lines)));
    }

    /** Amounts of different currencies are not added. */
    private static List<Map<String, Object>> money(List<StatementLine> lines) {
        Map<String, Map<String, Object>> byCurrency = new TreeMap<>();
        for (StatementLine line : lines) {
            line.addTo(byCurrency.computeIfAbsent(line.currency(), currency -> {
                Map<String, Object> sums = new LinkedHashMap<>();
                sums.put("currency", currency);
                return sums;
            }));
        }
        return List.copyOf(byCurrency.values());
    }
}
