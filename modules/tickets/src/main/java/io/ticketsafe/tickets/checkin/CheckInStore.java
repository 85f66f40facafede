package io.ticketsafe.tickets.checkin;

import static io.ticketsafe.common.pg.Database.query;
import static io.ticketsafe.tickets.order.Columns.constant;
import static io.ticketsafe.tickets.order.Columns.money;
import static io.ticketsafe.tickets.order.Columns.time;

import com.fasterxml.jackson.core.type.TypeReference;
import io.ticketsafe.common.pg.PgErrors;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.tickets.TicketOperations.CheckIn;
import io.ticketsafe.contract.tickets.TicketOperations.CheckInResult;
import io.ticketsafe.contract.tickets.TicketOperations.Ticket;
import io.ticketsafe.contract.tickets.TicketOperations.TicketStatus;
import io.ticketsafe.tickets.order.Columns;
import io.ticketsafe.tickets.ticket.HolderNames;
import io.ticketsafe.tickets.ticket.TicketStore;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.UUID;

/** Scans in PostgreSQL. */
final class CheckInStore {
    private static final TypeReference<CheckInResult> RESULT = new TypeReference<>() {};
    private static final String LOCK_TICKET = """
            SELECT t.id, t.event_id, t.order_id, t.seat, t.section, t.ticket_type, t.price_minor, t.fee_minor, t.currency,
              t.status, t.code, t.issued_at, t.checked_in_at, t.gate, t.holder_name, coalesce(s.status = 'canceled', false) AS sale_canceled
            FROM ticket t LEFT JOIN sale s ON s.event_id = t.event_id
            WHERE t.id = $1 FOR UPDATE OF t
            """;
    private static final String ANSWERED =
            "SELECT code_hash, answer::text AS answer FROM check_in WHERE event_id = $1 AND nonce = $2";
    private static final String LET_IN = """
            UPDATE ticket SET status = 'checked_in', checked_in_at = $2, gate = $3 WHERE id = $1 AND status = 'valid'
            """;
    private static final String RECORD = """
            INSERT INTO check_in (event_id, nonce, ticket_id, gate, scanned_at, forced, staff_id, code_hash, answer)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::text::json)
            """;

    private CheckInStore() {}

    /**
     * A ticket at the gate, its row locked.
     *
     * @param code the one that is valid now
     * @param gate where it went in; null before
     * @param holderName for the answer, but not for its record; null for no name
     */
    record AtGate(Ticket ticket, String code, String gate, boolean saleCanceled, String holderName) {}

    /** The answer that a nonce got before. */
    record Answered(byte[] codeHash, CheckInResult result) {}

    /** Null when there is none. */
    static Future<AtGate> lockTicket(SqlConnection transaction, UUID ticketId, HolderNames names) {
        return query(transaction, LOCK_TICKET, ticketId)
                .map(rows -> rows.size() == 0 ? null : read(rows.iterator().next(), names));
    }

    /** Null when there is none. */
    static Future<Answered> answered(SqlConnection transaction, UUID eventId, String nonce) {
        return query(transaction, ANSWERED, eventId, nonce).map(rows -> {
            if (rows.size() == 0) {
                return null;
            }
            Row row = rows.iterator().next();
            return new Answered(row.getBuffer("code_hash").getBytes(), Columns.json(row, "answer", RESULT));
        });
    }

    /** By compare-and-set: WRONG_STATE unless the ticket was valid until now, which its lock has made sure of. */
    static Future<Void> letIn(SqlConnection transaction, UUID ticketId, Instant at, String gate) {
        return query(transaction, LET_IN, ticketId, time(at), gate).map(rows -> {
            if (rows.rowCount() != 1) {
                throw ServiceFault.wrongState("This ticket has changed meanwhile.");
            }
            return null;
        });
    }

    /** WRONG_STATE when the same nonce was answered at this very moment. */
    static Future<Void> record(
            SqlConnection transaction,
            CheckIn scan,
            UUID ticketId,
            Instant scannedAt,
            UUID staffId,
            byte[] codeHash,
            CheckInResult answer) {
        return query(
                        transaction,
                        RECORD,
                        scan.eventId(),
                        scan.nonce(),
                        ticketId,
                        scan.gate(),
                        time(scannedAt),
                        Boolean.TRUE.equals(scan.force()),
                        staffId,
                        Buffer.buffer(codeHash),
                        Columns.json(answer))
                .<Void>mapEmpty()
                .recover(failure -> Future.failedFuture(
                        PgErrors.violatesUnique(failure, "check_in_pkey")
                                ? ServiceFault.wrongState("This nonce was used for another scan at the same moment.")
                                : failure));
    }

    private static AtGate read(Row row, HolderNames names) {
        Ticket ticket = new Ticket(
                row.getUUID("id"),
                row.getUUID("event_id"),
                row.getUUID("order_id"),
                row.getString("seat"),
                row.getString("section"),
                row.getString("ticket_type"),
                money(row, "price_minor"),
                TicketStore.fee(row),
                constant(TicketStatus.class, row, "status"),
                null,
                time(row, "issued_at"),
                time(row, "checked_in_at"));
        return new AtGate(
                ticket, row.getString("code"), row.getString("gate"), row.getBoolean("sale_canceled"), names.open(row));
    }
}
