package io.ticketsafe.tickets.sale;

import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.Nothing;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.tickets.SaleOperations.CancelSale;
import io.ticketsafe.contract.tickets.SaleOperations.SaleSheet;
import io.ticketsafe.contract.tickets.SaleOperations.SheetRow;
import io.ticketsafe.contract.tickets.SaleOperations.SheetSection;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Opens, changes and cancels sales. */
final class SaleService {
    private final Database database;
    private final SaleRepository repository;
    private final SaleSheets sales;
    private final Function<UUID, Future<Sale>> renew;

    /** @param renew makes sure that the inventory is in Redis, with the rules of the sheet in PostgreSQL */
    SaleService(Database database, SaleRepository repository, SaleSheets sales, Function<UUID, Future<Sale>> renew) {
        this.database = database;
        this.repository = repository;
        this.sales = sales;
        this.renew = renew;
    }

    Future<Nothing> open(SaleSheet sheet, Call call) {
        Sale offered = SaleCompiler.compile(0, false, Instant.now(), sheet);
        return database.inTransaction(transaction -> SaleRepository.insert(transaction, offered)
                        .compose(inserted -> SaleRepository.lock(transaction, sheet.eventId()))
                        .compose(locked -> store(transaction, locked.sale(), offered)))
                .compose(stored -> renew.apply(sheet.eventId()))
                .map(loaded -> {
                    sales.changed(sheet.eventId());
                    return Nothing.NOTHING;
                });
    }

    private static Future<Void> store(SqlConnection transaction, Sale stored, Sale offered) {
        if (offered.sheet().version() <= stored.sheet().version()) {
            return Future.succeededFuture();
        }
        if (stored.isCanceled()) {
            return Future.failedFuture(ServiceFault.wrongState("The sale of this event was canceled."));
        }
        if (!places(stored.sheet()).equals(places(offered.sheet()))) {
            return Future.failedFuture(
                    ServiceFault.wrongState("The seats of an event that is on sale cannot be changed."));
        }
        return SaleRepository.update(transaction, offered);
    }

    Future<Nothing> cancel(CancelSale request, Call call) {
        return repository.cancel(request.eventId()).compose(known -> {
            if (!known) {
                return Future.failedFuture(ServiceFault.notFound("event"));
            }
            sales.changed(request.eventId());
            return renew.apply(request.eventId()).map(Nothing.NOTHING);
        });
    }

    /** What may not change: everything of the sections but their names. */
    private static List<SheetSection> places(SaleSheet sheet) {
        return sheet.sections().stream()
                .map(section -> new SheetSection(
                        section.code(), null, section.kind(), section.capacity(), rows(section.rows())))
                .toList();
    }

    private static List<SheetRow> rows(List<SheetRow> rows) {
        return rows == null
                ? List.of()
                : rows.stream()
                        .map(row -> new SheetRow(
                                row.label(), row.seats(), row.accessible() == null ? List.of() : row.accessible()))
                        .toList();
    }
}
