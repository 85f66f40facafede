package io.ticketsafe.tickets.checkin;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.ticketsafe.common.auth.Memberships;
import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.outbox.Outbox;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.ServiceFault.Violation;
import io.ticketsafe.contract.tickets.TicketOperations;
import io.ticketsafe.contract.tickets.TicketOperations.CheckIn;
import io.ticketsafe.contract.tickets.TicketOperations.CheckInReason;
import io.ticketsafe.contract.tickets.TicketOperations.CheckInResult;
import io.ticketsafe.contract.tickets.TicketOperations.Ticket;
import io.ticketsafe.contract.tickets.TicketOperations.TicketStatus;
import io.ticketsafe.tickets.checkin.CheckInStore.AtGate;
import io.ticketsafe.tickets.order.Columns;
import io.ticketsafe.tickets.order.Requests;
import io.ticketsafe.tickets.order.Texts;
import io.ticketsafe.tickets.sale.Sale;
import io.ticketsafe.tickets.sale.SaleSheets;
import io.ticketsafe.tickets.ticket.CodeReader;
import io.ticketsafe.tickets.ticket.CodeReader.Claim;
import io.ticketsafe.tickets.ticket.HolderNames;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Lets people in: each ticket once, and each scan with one answer however often it is sent. */
public final class CheckInService {
    private static final int LONGEST_NONCE = 100;
    private static final int LONGEST_GATE = 100;
    private static final int LONGEST_CODE = 1_000;
    /** How far a gate's clock may be ahead. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private final Database database;
    private final CodeReader codes;
    private final SaleSheets sales;
    private final Memberships memberships;
    private final HolderNames names;
    private final Outbox outbox;
    private final Duration gatesOpenBeforeStart;
    private final CheckInMeters meters;

    /** @param gatesOpenBeforeStart null: gates let in at any time */
    public CheckInService(
            Database database,
            CodeReader codes,
            SaleSheets sales,
            Memberships memberships,
            HolderNames names,
            Outbox outbox,
            Duration gatesOpenBeforeStart,
            MeterRegistry meters) {
        this.database = requireNonNull(database);
        this.codes = requireNonNull(codes);
        this.sales = requireNonNull(sales);
        this.memberships = requireNonNull(memberships);
        this.names = requireNonNull(names);
        this.outbox = requireNonNull(outbox);
        this.gatesOpenBeforeStart = gatesOpenBeforeStart;
        this.meters = new CheckInMeters(meters);
    }

    public Future<Void> serve(Bus bus) {
        return bus.serve(TicketOperations.CHECK_IN, this::checkIn);
    }

    private Future<CheckInResult> checkIn(CheckIn scan, Call call) {
        check(scan);
        return sales.byEvent(scan.eventId())
                .compose(sale -> memberships
                        .require(call, sale.sheet().organizationId(), MemberRole.GATES, "event")
                        .compose(allowed -> {
                            Claim claim = codes.read(scan.code()).orElseThrow(CheckInService::unknown);
                            return database.inTransaction(
                                    transaction -> new Scan(transaction, scan, sale, claim, call.userId()).answer());
                        }))
                .onSuccess(meters::answered);
    }

    private static void check(CheckIn scan) {
        List<Violation> violations = new ArrayList<>();
        if (scan.eventId() == null) {
            violations.add(new Violation("/eventId", "eventId is required."));
        }
        if (scan.code() == null || scan.code().isEmpty() || scan.code().length() > LONGEST_CODE) {
            violations.add(new Violation("/code", "code must have 1 to " + LONGEST_CODE + " characters."));
        }
        if (scan.nonce() == null || scan.nonce().isBlank() || scan.nonce().length() > LONGEST_NONCE) {
            violations.add(new Violation("/nonce", "nonce must have 1 to " + LONGEST_NONCE + " characters."));
        } else if (!Texts.isOneLine(scan.nonce())) {
            violations.add(new Violation("/nonce", "nonce must not have control characters."));
        }
        if (scan.gate() != null && (scan.gate().isBlank() || scan.gate().length() > LONGEST_GATE)) {
            violations.add(new Violation("/gate", "gate must have 1 to " + LONGEST_GATE + " characters."));
        } else if (scan.gate() != null && !Texts.isOneLine(scan.gate())) {
            violations.add(new Violation("/gate", "gate must not have control characters."));
        }
        if (scan.scannedAt() != null && scan.scannedAt().isAfter(Instant.now().plus(CLOCK_SKEW))) {
            violations.add(new Violation("/scannedAt", "scannedAt lies in the future."));
        }
        if (!violations.isEmpty()) {
            throw ServiceFault.invalid(violations);
        }
    }

    private static ServiceFault unknown() {
        return ServiceFault.notFound("ticket").with("reason", "invalid");
    }

    /** One scan in its transaction. */
    private final class Scan {
        private final SqlConnection transaction;
        private final CheckIn request;
        private final Sale sale;
        private final Claim claim;
        private final UUID staffId;
        private final byte[] codeHash;
        private final Instant scannedAt;

        Scan(SqlConnection transaction, CheckIn request, Sale sale, Claim claim, UUID staffId) {
            this.transaction = transaction;
            this.request = request;
            this.sale = sale;
            this.claim = claim;
            this.staffId = staffId;
            this.codeHash = Requests.sha256(request.code());
            this.scannedAt = request.scannedAt() == null
                    ? Columns.now()
                    : request.scannedAt().truncatedTo(ChronoUnit.MILLIS);
        }

        /** The lock comes first: whoever scans the same ticket, or repeats the same scan, waits for the answer. */
        Future<CheckInResult> answer() {
            Future<AtGate> found = CheckInStore.lockTicket(transaction, claim.ticketId(), names);
            Future<CheckInStore.Answered> before =
                    CheckInStore.answered(transaction, request.eventId(), request.nonce());
            return Future.all(found, before).compose(both -> {
                if (found.result() == null) {
                    throw unknown();
                }
                Future<CheckInResult> answer = before.result() == null
                        ? first(found.result())
                        : Future.succeededFuture(again(before.result()));
                return answer.map(result -> named(result, found.result().holderName()));
            });
        }

        /** What is recorded of a scan names nobody; who stands at the gate is told the name as it is now. */
        private CheckInResult named(CheckInResult result, String name) {
            return result.ticket() == null || name == null
                    ? result
                    : new CheckInResult(
                            result.status(),
                            result.reason(),
                            result.ticket().heldBy(name),
                            result.checkedInAt(),
                            result.gate());
        }

        private CheckInResult again(CheckInStore.Answered before) {
            if (!Arrays.equals(before.codeHash(), codeHash)) {
                throw new ServiceFault(FaultCode.IDEMPOTENCY_MISMATCH, "This nonce was used for another code.");
            }
            return before.result();
        }

        private Future<CheckInResult> first(AtGate found) {
            // The very code that was issued needs no look at its signature.
            Future<Boolean> genuine =
                    found.code().equals(request.code()) ? Future.succeededFuture(true) : codes.isGenuine(claim);
            return genuine.compose(isGenuine -> {
                if (!isGenuine) {
                    throw unknown();
                }
                CheckInReason reason = refusal(found);
                return reason == null ? letIn(found) : record(found, refused(found, reason));
            });
        }

        private CheckInReason refusal(AtGate found) {
            Ticket ticket = found.ticket();
            boolean forced = Boolean.TRUE.equals(request.force());
            if (!ticket.eventId().equals(request.eventId())) {
                return CheckInReason.RULES;
            }
            if (ticket.status() == TicketStatus.VOID || found.saleCanceled()) {
                return CheckInReason.CANCELED;
            }
            if (!found.code().equals(request.code())) {
                return CheckInReason.REVOKED;
            }
            if (gatesOpenBeforeStart != null
                    && scannedAt.isBefore(sale.sheet().startsAt().minus(gatesOpenBeforeStart))) {
                return CheckInReason.INVALID_TIME;
            }
            return ticket.status() == TicketStatus.CHECKED_IN && !forced ? CheckInReason.ALREADY_REDEEMED : null;
        }

        private CheckInResult refused(AtGate found, CheckInReason reason) {
            boolean wasIn = found.ticket().status() == TicketStatus.CHECKED_IN;
            // What another organiser sold is not for these eyes.
            Ticket shown = reason == CheckInReason.RULES ? null : found.ticket();
            return new CheckInResult(
                    TicketOperations.CheckInStatus.ERROR,
                    reason,
                    shown,
                    shown != null && wasIn ? shown.checkedInAt() : null,
                    shown != null && wasIn ? found.gate() : null);
        }

        /** A forced scan of a ticket that is in already is recorded, and counts as one visitor still. */
        private Future<CheckInResult> letIn(AtGate found) {
            Ticket ticket = found.ticket();
            boolean isFirst = ticket.status() == TicketStatus.VALID;
            Future<CheckInResult> recorded = record(found, admitted(ticket, isFirst));
            return isFirst
                    ? Future.all(
                                    CheckInStore.letIn(transaction, ticket.id(), scannedAt, request.gate()),
                                    recorded,
                                    tell(ticket))
                            .compose(done -> recorded)
                    : recorded;
        }

        private CheckInResult admitted(Ticket ticket, boolean isFirst) {
            Ticket now = new Ticket(
                    ticket.id(),
                    ticket.eventId(),
                    ticket.orderId(),
                    ticket.seat(),
                    ticket.section(),
                    ticket.ticketType(),
                    ticket.price(),
                    ticket.fee(),
                    TicketStatus.CHECKED_IN,
                    null,
                    ticket.issuedAt(),
                    isFirst ? scannedAt : ticket.checkedInAt());
            return new CheckInResult(TicketOperations.CheckInStatus.OK, null, now, scannedAt, request.gate());
        }

        private Future<CheckInResult> record(AtGate found, CheckInResult result) {
            return CheckInStore.record(transaction, request, found.ticket().id(), scannedAt, staffId, codeHash, result)
                    .map(result);
        }

        private Future<Void> tell(Ticket ticket) {
            var data = new Facts.TicketCheckedIn(
                    ticket.id(),
                    ticket.eventId(),
                    sale.sheet().organizationId(),
                    ticket.section(),
                    ticket.ticketType(),
                    request.gate(),
                    scannedAt);
            return outbox.append(transaction, Facts.TICKET_CHECKED_IN, ticket.id(), data);
        }
    }
}
