package io.ticketsafe.reports.report;

import io.ticketsafe.contract.reports.ReportOperations.EventReport;
import io.ticketsafe.reports.report.SalesFigures.Figures;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/** What was sold and refunded of one event. */
final class SalesReport {
    private static final List<String> GROUPS =
            List.of("day", "section", "ticketType", "channel", "paymentMethod", "seller");

    private final SalesFigures figures;

    SalesReport(SalesFigures figures) {
        this.figures = figures;
    }

    Future<Table> of(EventReport request) {
        List<String> by = Grouping.of(request.by(), GROUPS);
        JsonObject ofEvent = new JsonObject().put("eventId", request.eventId().toString());
        Future<Map<List<String>, Figures>> total = figures.of(ofEvent, List.of());
        Future<Map<List<String>, Figures>> rows =
                by.isEmpty() ? Future.succeededFuture(Map.of()) : figures.of(ofEvent, by);
        return Future.join(total, rows).map(both -> {
            Table table = new Table(by, SalesFigures.NAMES);
            rows.result().forEach((key, figures) -> figures.putInto(table.row(key)));
            SalesFigures.in(total.result(), List.of()).putInto(table.totals());
            return table;
        });
    }
}
