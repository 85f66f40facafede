package io.ticketsafe.tickets.ticket;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.auth.Memberships;
import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.tickets.TicketOperations;
import io.ticketsafe.contract.tickets.TicketOperations.CodeImage;
import io.ticketsafe.contract.tickets.TicketOperations.GetCodeImage;
import io.ticketsafe.contract.tickets.TicketOperations.GetTicket;
import io.ticketsafe.contract.tickets.TicketOperations.ImageFormat;
import io.ticketsafe.contract.tickets.TicketOperations.ListTickets;
import io.ticketsafe.contract.tickets.TicketOperations.RenameTicket;
import io.ticketsafe.contract.tickets.TicketOperations.Ticket;
import io.ticketsafe.contract.tickets.TicketOperations.TicketPage;
import io.ticketsafe.contract.tickets.TicketOperations.TicketStatus;
import io.ticketsafe.tickets.order.Cursors;
import io.ticketsafe.tickets.order.OrderAccess;
import io.ticketsafe.tickets.order.OrderAccess.Part;
import io.ticketsafe.tickets.sale.SaleSheets;
import io.ticketsafe.tickets.ticket.TicketStore.Owned;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.UUID;

/** Shows tickets and their codes, and names their holders. */
public final class TicketService {
    private final Vertx vertx;
    private final TicketStore tickets;
    private final TicketKeys keys;
    private final OrderAccess access;
    private final Memberships memberships;
    private final SaleSheets sales;

    public TicketService(
            Vertx vertx,
            TicketStore tickets,
            TicketKeys keys,
            OrderAccess access,
            Memberships memberships,
            SaleSheets sales) {
        this.vertx = requireNonNull(vertx);
        this.tickets = requireNonNull(tickets);
        this.keys = requireNonNull(keys);
        this.access = requireNonNull(access);
        this.memberships = requireNonNull(memberships);
        this.sales = requireNonNull(sales);
    }

    public Future<Void> serve(Bus bus) {
        return Future.all(
                        bus.serve(TicketOperations.LIST, this::list),
                        bus.serve(TicketOperations.GET, this::get),
                        bus.serve(TicketOperations.RENAME, this::rename),
                        bus.serve(TicketOperations.CODE_IMAGE, this::codeImage),
                        bus.serve(
                                TicketOperations.CODE_KEYS,
                                (request, call) -> Future.succeededFuture(keys.published())))
                .mapEmpty();
    }

    private Future<TicketPage> list(ListTickets request, Call call) {
        if (call.userId() == null) {
            throw new ServiceFault(FaultCode.FORBIDDEN, "Only users have tickets.");
        }
        int limit = Cursors.limit(request.limit());
        UUID before = Cursors.before(request.cursor());
        return tickets.ofHolder(call.userId(), request.eventId(), before, limit + 1)
                .compose(found -> access.stillOwn(call, Cursors.page(found, limit), Owned::soldBy)
                        .map(own -> new TicketPage(
                                own.stream().map(Owned::ticket).toList(),
                                Cursors.next(
                                        found, limit, owned -> owned.ticket().id()))));
    }

    private Future<Ticket> get(GetTicket request, Call call) {
        return owned(request.ticketId(), call)
                .map(seen -> seen.part() == Part.READER ? forReader(seen.ticket()) : seen.ticket());
    }

    private Future<Ticket> rename(RenameTicket request, Call call) {
        HolderNames.check(request.holderName());
        return owned(request.ticketId(), call)
                .compose(seen -> mayRename(seen, call)
                        .compose(may -> tickets.rename(request.ticketId(), request.holderName(), call.userId())))
                .compose(renamed -> get(new GetTicket(request.ticketId()), call));
    }

    private Future<Void> mayRename(Seen seen, Call call) {
        if (call.userId() == null) {
            throw new ServiceFault(FaultCode.FORBIDDEN, "Only users can name the holder of a ticket.");
        }
        if (!seen.part().isBuyer(seen.owned().isOfBoxOffice())) {
            return memberships
                    .require(call, seen.owned().organizationId(), MemberRole.MANAGERS, "ticket")
                    .mapEmpty();
        }
        return sales.byEvent(seen.ticket().eventId()).compose(sale -> {
            if (Instant.now().isBefore(sale.sheet().startsAt())) {
                return Future.succeededFuture();
            }
            return Future.failedFuture(
                    ServiceFault.wrongState("The event has started; only its organiser can name the holder now."));
        });
    }

    private Future<CodeImage> codeImage(GetCodeImage request, Call call) {
        ImageFormat format = request.format() == null ? ImageFormat.SVG : request.format();
        return owned(request.ticketId(), call).compose(seen -> {
            if (seen.part() == Part.READER) {
                throw new ServiceFault(FaultCode.FORBIDDEN, "Your role in this organisation does not allow this.");
            }
            if (seen.ticket().status() == TicketStatus.VOID) {
                throw ServiceFault.wrongState("This ticket is void.");
            }
            return vertx.executeBlocking(() -> draw(seen.ticket().code(), format), false);
        });
    }

    private static CodeImage draw(String code, ImageFormat format) {
        QrImage image = QrImage.of(code);
        return switch (format) {
            case SVG -> new CodeImage("image/svg+xml", image.toSvg());
            case PNG -> new CodeImage("image/png", image.toPng());
        };
    }

    private Future<Seen> owned(UUID ticketId, Call call) {
        if (ticketId == null) {
            throw ServiceFault.invalid("/ticketId", "ticketId is required.");
        }
        return tickets.get(ticketId)
                .compose(owned -> access.see(
                                call,
                                owned.soldBy() == null ? owned.holderId() : null,
                                owned.agencyId(),
                                owned.organizationId(),
                                "ticket")
                        .map(part -> new Seen(owned, part)));
    }

    /** Neither what opens the gate nor for whom it does. */
    public static Ticket forReader(Ticket ticket) {
        return copy(ticket, null);
    }

    /** A code opens the gate for whoever shows it, so it is for those who may hand it out. */
    public static Ticket withoutCode(Ticket ticket) {
        return copy(ticket, ticket.holderName());
    }

    private static Ticket copy(Ticket ticket, String holderName) {
        return new Ticket(
                ticket.id(),
                ticket.eventId(),
                ticket.orderId(),
                ticket.seat(),
                ticket.section(),
                ticket.ticketType(),
                ticket.price(),
                ticket.fee(),
                ticket.status(),
                null,
                ticket.issuedAt(),
                ticket.checkedInAt(),
                holderName);
    }

    private record Seen(Owned owned, Part part) {
        Ticket ticket() {
            return owned.ticket();
        }
    }
}
