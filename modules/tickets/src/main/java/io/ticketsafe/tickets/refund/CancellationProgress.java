package io.ticketsafe.tickets.refund;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.tickets.SaleOperations;
import io.ticketsafe.contract.tickets.SaleOperations.Cancellation;
import io.ticketsafe.contract.tickets.SaleOperations.CancellationStatus;
import io.ticketsafe.contract.tickets.SaleOperations.GetCancellation;
import io.ticketsafe.tickets.order.OrderAccess;
import io.ticketsafe.tickets.sale.SaleSheets;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;

/** How far the refunds of a cancelled event have come, for its organiser. */
public final class CancellationProgress {
    /** An order is as far as the part of its refund that has got least far. What is left to begin with is found by an index of open orders. */
    private static final String COUNT = """
            WITH ended AS (
              SELECT bool_or(state = 'failed') AS failed, bool_and(state = 'done') AS done,
                sum(amount_minor) AS minor, coalesce(sum(amount_minor) FILTER (WHERE state = 'done'), 0) AS back_minor
              FROM refund WHERE canceled_event = $1 GROUP BY order_id
            ), open AS (
              SELECT count(*) FILTER (WHERE status <> 'pending') AS orders, count(*) FILTER (WHERE status = 'pending') AS unpaid,
                coalesce(sum(total_minor - refunded_minor) FILTER (WHERE status <> 'pending'), 0) AS minor
              FROM ticket_order WHERE event_id = $1 AND status IN ('pending', 'paid', 'partially_refunded')
            )
            SELECT count(*) AS ended, count(*) FILTER (WHERE done) AS refunded, count(*) FILTER (WHERE failed) AS failed,
              coalesce(sum(minor), 0)::bigint AS minor, coalesce(sum(back_minor), 0)::bigint AS back_minor,
              (SELECT orders FROM open) AS open_orders, (SELECT unpaid FROM open) AS unpaid,
              (SELECT minor FROM open)::bigint AS open_minor
            FROM ended
            """;

    private final Database database;
    private final SaleSheets sales;
    private final OrderAccess access;

    public CancellationProgress(Database database, SaleSheets sales, OrderAccess access) {
        this.database = requireNonNull(database);
        this.sales = requireNonNull(sales);
        this.access = requireNonNull(access);
    }

    public Future<Void> serve(Bus bus) {
        return bus.serve(SaleOperations.CANCELLATION, this::get);
    }

    private Future<Cancellation> get(GetCancellation request, Call call) {
        if (request.eventId() == null) {
            throw ServiceFault.invalid("/eventId", "eventId is required.");
        }
        return sales.byEvent(request.eventId())
                .compose(sale -> access.ofOrganizer(call, sale.sheet().organizationId(), "event")
                        .compose(part -> {
                            if (!sale.isCanceled()) {
                                throw ServiceFault.notFound("cancellation");
                            }
                            return database.query(COUNT, request.eventId());
                        })
                        .map(rows ->
                                shown(request, sale.currency(), rows.iterator().next())));
    }

    private static Cancellation shown(GetCancellation request, String currency, Row row) {
        long ended = row.getLong("ended");
        long open = row.getLong("open_orders");
        long refunded = row.getLong("refunded");
        long failed = row.getLong("failed");
        long pending = open + ended - refunded - failed;
        boolean running = pending > 0 || row.getLong("unpaid") > 0;
        CancellationStatus status = running
                ? CancellationStatus.RUNNING
                : failed > 0 ? CancellationStatus.NEEDS_ATTENTION : CancellationStatus.DONE;
        return new Cancellation(
                request.eventId(),
                status,
                open + ended,
                refunded,
                pending,
                failed,
                new Money(row.getLong("minor") + row.getLong("open_minor"), currency),
                new Money(row.getLong("back_minor"), currency));
    }
}
