package io.ticketsafe.tickets.ticket;

import static io.ticketsafe.common.pg.Database.query;
import static io.ticketsafe.tickets.order.Columns.constant;
import static io.ticketsafe.tickets.order.Columns.money;
import static io.ticketsafe.tickets.order.Columns.time;

import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.tickets.TicketOperations.Ticket;
import io.ticketsafe.contract.tickets.TicketOperations.TicketStatus;
import io.ticketsafe.tickets.ledger.Charges;
import io.ticketsafe.tickets.ledger.Deductions;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.StreamSupport;

/** Tickets in PostgreSQL. */
public final class TicketStore {
    private static final String SELECT = """
            SELECT t.id, t.event_id, t.order_id, t.seat, t.section, t.ticket_type, t.price_minor, t.fee_minor, t.currency,
              t.status, t.code, t.issued_at, t.checked_in_at, t.holder_name
            """;
    private static final String OF_ORDERS = SELECT + "FROM ticket t WHERE t.order_id = ANY ($1::uuid[]) ORDER BY t.id";
    private static final String OWNED = SELECT + """
              , t.holder_id, o.agency_id, o.organization_id, o.point_of_sale
            FROM ticket t JOIN ticket_order o ON o.id = t.order_id
            """;
    private static final String WITH_OWNERS = OWNED + "WHERE t.id = $1";
    private static final String OF_HOLDER = OWNED + """
            WHERE t.holder_id = $1 AND ($2::uuid IS NULL OR t.event_id = $2) AND ($3::uuid IS NULL OR t.id < $3)
            ORDER BY t.id DESC LIMIT $4
            """;
    private static final String INSERT = """
            INSERT INTO ticket (id, order_id, event_id, holder_id, seat, section, ticket_type, price_minor, currency,
              code, status, issued_at, fee_minor, organizer_fee_minor, commission_minor)
            SELECT id, $2::uuid, $3::uuid, $4::uuid, seat, section, ticket_type, price_minor, $9::text, code, 'valid',
              $10::timestamptz, fee_minor, organizer_fee_minor, commission_minor
            FROM unnest($1::uuid[], $5::text[], $6::text[], $7::text[], $8::bigint[], $11::text[], $12::bigint[],
                $13::bigint[], $14::bigint[])
              AS t (id, seat, section, ticket_type, price_minor, code, fee_minor, organizer_fee_minor, commission_minor)
            """;
    private static final String CHARGES = """
            SELECT id, price_minor, fee_minor, organizer_fee_minor, commission_minor FROM ticket WHERE order_id = $1
            """;
    private static final String VOID = """
            UPDATE ticket SET status = 'void', voided_at = $4
            WHERE order_id = $1 AND id = ANY ($2::uuid[]) AND status = ANY ($3::text[])
            """;

    private static final String LOCK = """
            SELECT status FROM ticket WHERE order_id = $1 AND id = ANY ($2::uuid[]) ORDER BY id FOR UPDATE
            """;

    private static final String RENAME = """
            WITH named AS (UPDATE ticket SET holder_name = $2 WHERE id = $1 AND status <> 'void' RETURNING id)
            INSERT INTO ticket_holder_change (ticket_id, changed_at, changed_by, holder_name)
            SELECT id, now(), $3::uuid, $2::bytea FROM named
            """;
    private static final String INHERIT = """
            UPDATE ticket heir SET holder_name = old.holder_name FROM ticket old
            WHERE old.id = $1 AND heir.id = $2 AND old.holder_name IS NOT NULL
            """;

    private final Database database;
    private final HolderNames names;

    public TicketStore(Database database, HolderNames names) {
        this.database = database;
        this.names = names;
    }

    /** Of some orders, in the order of issue; the codes of void tickets are left out. */
    public Future<List<Ticket>> ofOrders(Collection<UUID> orderIds) {
        return database.query(OF_ORDERS, (Object) orderIds.toArray(UUID[]::new)).map(this::all);
    }

    public Future<List<Ticket>> ofOrder(SqlConnection transaction, UUID orderId) {
        return query(transaction, OF_ORDERS, (Object) new UUID[] {orderId}).map(this::all);
    }

    /** What the tickets of an order cost, and what of it is not the organiser's, by ticket. */
    public Future<Map<UUID, Charges>> chargesOf(SqlConnection transaction, UUID orderId) {
        return query(transaction, CHARGES, orderId).map(TicketStore::charges);
    }

    public Future<Map<UUID, Charges>> chargesOf(UUID orderId) {
        return database.query(CHARGES, orderId).map(TicketStore::charges);
    }

    private static Map<UUID, Charges> charges(RowSet<Row> rows) {
        Map<UUID, Charges> charges = new HashMap<>();
        rows.forEach(row -> charges.put(
                row.getUUID("id"),
                new Charges(
                        row.getLong("price_minor"),
                        row.getLong("fee_minor"),
                        row.getLong("organizer_fee_minor"),
                        row.getLong("commission_minor"))));
        return charges;
    }

    /**
     * Issues tickets that all belong to one order.
     *
     * @param deductions of each ticket; null: there are none
     */
    public Future<Void> insert(
            SqlConnection transaction, UUID holderId, List<Ticket> tickets, List<Deductions> deductions) {
        Ticket any = tickets.get(0);
        List<Deductions> off = deductions == null ? Collections.nCopies(tickets.size(), Deductions.NONE) : deductions;
        return query(
                        transaction,
                        INSERT,
                        tickets.stream().map(Ticket::id).toArray(UUID[]::new),
                        any.orderId(),
                        any.eventId(),
                        holderId,
                        texts(tickets, Ticket::seat),
                        texts(tickets, Ticket::section),
                        texts(tickets, Ticket::ticketType),
                        amounts(tickets, ticket -> ticket.price().amountMinor()),
                        any.price().currency(),
                        time(any.issuedAt()),
                        texts(tickets, Ticket::code),
                        amounts(
                                tickets,
                                ticket ->
                                        ticket.fee() == null ? 0 : ticket.fee().amountMinor()),
                        amounts(off, Deductions::feeMinor),
                        amounts(off, Deductions::commissionMinor))
                .mapEmpty();
    }

    /** By whom, and what its name was, is kept. WRONG_STATE for a void ticket. */
    Future<Void> rename(UUID ticketId, String name, UUID changedBy) {
        return database.query(RENAME, ticketId, names.seal(name), changedBy).map(rows -> {
            if (rows.rowCount() != 1) {
                throw ServiceFault.wrongState("This ticket is void.");
            }
            return null;
        });
    }

    /** A ticket that takes the place of another is for the same person. */
    public Future<Void> inheritName(SqlConnection transaction, UUID old, UUID heir) {
        return query(transaction, INHERIT, old, heir).mapEmpty();
    }

    /** The states of those that belong to the order, with their rows locked. */
    public Future<List<TicketStatus>> lock(SqlConnection transaction, UUID orderId, List<UUID> tickets) {
        return query(transaction, LOCK, orderId, tickets.toArray(UUID[]::new)).map(rows -> {
            List<TicketStatus> states = new ArrayList<>(rows.size());
            rows.forEach(row -> states.add(constant(TicketStatus.class, row, "status")));
            return states;
        });
    }

    /** Voids them if all have one of the states; otherwise WRONG_STATE. */
    public Future<Void> voidTickets(
            SqlConnection transaction, UUID orderId, List<UUID> tickets, List<TicketStatus> from, Instant at) {
        String[] states =
                from.stream().map(io.ticketsafe.tickets.order.Columns::name).toArray(String[]::new);
        return query(transaction, VOID, orderId, tickets.toArray(UUID[]::new), states, time(at))
                .map(changed -> {
                    if (changed.rowCount() != tickets.size()) {
                        throw ServiceFault.wrongState("A ticket has changed meanwhile.");
                    }
                    return null;
                });
    }

    /** NOT_FOUND when there is none. */
    Future<Owned> get(UUID ticketId) {
        return database.query(WITH_OWNERS, ticketId).map(rows -> {
            if (rows.size() == 0) {
                throw ServiceFault.notFound("ticket");
            }
            return owned(rows.iterator().next());
        });
    }

    /** Newest first. @param eventId and {@code before} may be null */
    Future<List<Owned>> ofHolder(UUID holderId, UUID eventId, UUID before, int limit) {
        return database.query(OF_HOLDER, holderId, eventId, before, limit)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(this::owned)
                        .toList());
    }

    private Owned owned(Row row) {
        return new Owned(
                read(row),
                row.getUUID("holder_id"),
                row.getUUID("agency_id"),
                row.getUUID("organization_id"),
                row.getBoolean("point_of_sale"));
    }

    private static <T> Long[] amounts(List<T> of, ToLongFunction<T> member) {
        return of.stream().mapToLong(member).boxed().toArray(Long[]::new);
    }

    /** Null where the buyer paid none. */
    public static Money fee(Row row) {
        return row.getLong("fee_minor") == 0 ? null : money(row, "fee_minor");
    }

    private static String[] texts(List<Ticket> tickets, Function<Ticket, String> member) {
        return tickets.stream().map(member).toArray(String[]::new);
    }

    private List<Ticket> all(RowSet<Row> rows) {
        List<Ticket> tickets = new ArrayList<>(rows.size());
        rows.forEach(row -> tickets.add(read(row)));
        return tickets;
    }

    private Ticket read(Row row) {
        TicketStatus status = constant(TicketStatus.class, row, "status");
        return new Ticket(
                row.getUUID("id"),
                row.getUUID("event_id"),
                row.getUUID("order_id"),
                row.getString("seat"),
                row.getString("section"),
                row.getString("ticket_type"),
                money(row, "price_minor"),
                fee(row),
                status,
                status == TicketStatus.VOID ? null : row.getString("code"),
                time(row, "issued_at"),
                time(row, "checked_in_at"),
                names.open(row));
    }

    /** @param agencyId null unless an agency sold it */
    record Owned(Ticket ticket, UUID holderId, UUID agencyId, UUID organizationId, boolean pointOfSale) {
        boolean isOfBoxOffice() {
            return pointOfSale && agencyId == null;
        }

        /** The agency or box office that sold it; null where its buyer bought alone. */
        UUID soldBy() {
            return isOfBoxOffice() ? organizationId : agencyId;
        }
    }
}
