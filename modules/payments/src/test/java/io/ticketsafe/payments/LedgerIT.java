package io.ticketsafe.payments;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.payments.AuthorizeIT.refusedWith;
import static io.ticketsafe.payments.PaymentsFixture.PRICE;
import static io.ticketsafe.payments.PaymentsFixture.card;
import static io.ticketsafe.payments.PaymentsFixture.pix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketsafe.common.Ids;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.payments.PaymentOperations;
import io.ticketsafe.contract.payments.PaymentOperations.Account;
import io.ticketsafe.contract.payments.PaymentOperations.Authorize;
import io.ticketsafe.contract.payments.PaymentOperations.EntryKind;
import io.ticketsafe.contract.payments.PaymentOperations.LedgerEntry;
import io.ticketsafe.contract.payments.PaymentOperations.LedgerOf;
import io.ticketsafe.contract.payments.PaymentOperations.Method;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentStatus;
import io.ticketsafe.contract.payments.PaymentOperations.RefundPayment;
import io.ticketsafe.contract.payments.PaymentOperations.RefundStatus;
import io.ticketsafe.contract.payments.PaymentOperations.Share;
import io.ticketsafe.contract.payments.PaymentOperations.StatementOf;
import io.ticketsafe.contract.reports.ReportOperations.Report;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LedgerIT {
    private static PaymentsFixture payments;
    private final UUID organizer = Ids.next();
    private final UUID agency = Ids.next();
    private final UUID order = Ids.next();
    private final UUID event = Ids.next();

    @BeforeAll
    static void start() {
        payments = new PaymentsFixture(PaymentsFixture.config());
    }

    @AfterAll
    static void stop() {
        payments.close();
    }

    @AfterEach
    void theBooksBalance() {
        assertThat(payments.number("SELECT coalesce(sum(amount_minor), 0)::bigint FROM ledger"))
                .isZero();
        assertThat(
                        payments.number(
                                "SELECT count(*) FROM (SELECT 1 FROM ledger GROUP BY order_id HAVING sum(amount_minor) <> 0) o"))
                .isZero();
    }

    @Test
    void aCaptureIsBookedByItsShares() {
        // Given
        Authorize request = request(card("tok_approve"), shares());
        // When
        captured(request);
        // Then
        assertThat(ledger())
                .extracting(
                        LedgerEntry::kind,
                        LedgerEntry::account,
                        LedgerEntry::party,
                        entry -> entry.amount().amountMinor())
                .containsExactly(
                        Tuple.tuple(EntryKind.SALE, Account.PROVIDER, null, 12_500L),
                        Tuple.tuple(EntryKind.SALE, Account.ORGANIZER, organizer, -12_000L),
                        Tuple.tuple(EntryKind.FEE, Account.PLATFORM, null, -500L),
                        Tuple.tuple(EntryKind.COMMISSION, Account.ORGANIZER, organizer, 1_200L),
                        Tuple.tuple(EntryKind.COMMISSION, Account.AGENCY, agency, -1_200L));
        assertThat(ledger()).allSatisfy(entry -> {
            assertThat(entry.group()).isEqualTo(request.paymentId());
            assertThat(entry.paymentId()).isEqualTo(request.paymentId());
            assertThat(entry.refundId()).isNull();
        });
    }

    @Test
    void withoutSharesAllOfItIsTheOrganizers() {
        captured(request(card("tok_approve"), null));
        assertThat(ledger())
                .extracting(LedgerEntry::account, entry -> entry.amount().amountMinor())
                .containsExactly(Tuple.tuple(Account.PROVIDER, 12_500L), Tuple.tuple(Account.ORGANIZER, -12_500L));
    }

    @Test
    void sharesThatDoNotSumToTheAmountAreRefused() {
        List<Share> tooLittle = List.of(new Share(Account.ORGANIZER, organizer, EntryKind.SALE, 12_499));
        assertThatThrownBy(() -> payments.authorize(request(card("tok_approve"), tooLittle)))
                .satisfies(refusedWith(FaultCode.VALIDATION));
        UUID paid = captured(request(card("tok_approve"), shares()));
        assertThatThrownBy(() -> refund(paid, 12_000, tooLittle)).satisfies(refusedWith(FaultCode.VALIDATION));
    }

    @Test
    void otherSharesUnderTheSameIdAreAnotherPayment() {
        Authorize request = request(card("tok_approve"), shares());
        payments.authorize(request);
        Authorize other = withShares(request, null);
        assertThatThrownBy(() -> payments.authorize(other)).satisfies(refusedWith(FaultCode.WRONG_STATE));
    }

    @Test
    void whatTakesTheRestTakesFromEachWhatIsLeft() {
        // Given
        UUID paid = captured(request(card("tok_approve"), shares()));
        List<Share> some = List.of(
                new Share(Account.ORGANIZER, organizer, EntryKind.SALE, 4_000),
                new Share(Account.PLATFORM, null, EntryKind.FEE, 100),
                new Share(Account.ORGANIZER, organizer, EntryKind.COMMISSION, -399),
                new Share(Account.AGENCY, agency, EntryKind.COMMISSION, 399));
        // When
        UUID first = refund(paid, 4_100, some);
        refund(paid, 1_000, null);
        refund(paid, 7_400, List.of(new Share(Account.PLATFORM, null, EntryKind.FEE, 7_400)));
        // Then
        assertThat(ledger().stream().filter(entry -> first.equals(entry.refundId())))
                .extracting(
                        LedgerEntry::kind,
                        LedgerEntry::account,
                        entry -> entry.amount().amountMinor())
                .containsExactly(
                        Tuple.tuple(EntryKind.REFUND, Account.PROVIDER, -4_100L),
                        Tuple.tuple(EntryKind.REFUND, Account.ORGANIZER, 4_000L),
                        Tuple.tuple(EntryKind.FEE, Account.PLATFORM, 100L),
                        Tuple.tuple(EntryKind.COMMISSION, Account.ORGANIZER, -399L),
                        Tuple.tuple(EntryKind.COMMISSION, Account.AGENCY, 399L));
        assertThat(byAccount().values()).allMatch(minor -> minor == 0);
    }

    @Test
    void moneyThatStaysIsDividedAnewWithoutAskingTheProvider() {
        // Given
        UUID paid = captured(request(card("tok_approve"), shares()));
        List<Share> less = List.of(
                new Share(Account.ORGANIZER, organizer, EntryKind.SALE, -200),
                new Share(Account.PLATFORM, null, EntryKind.FEE, 200));
        long asked = payments.number("SELECT coalesce(sum(refunded_minor), 0)::bigint FROM sandbox_charge");
        // When
        UUID divided = refund(paid, 0, less);
        // Then
        assertThat(byAccount())
                .containsEntry(Account.PROVIDER, 12_500L)
                .containsEntry(Account.PLATFORM, -300L)
                .containsEntry(Account.AGENCY, -1_200L);
        assertThat(ledger())
                .filteredOn(entry -> divided.equals(entry.refundId()))
                .hasSize(2);
        assertThat(payments.number("SELECT coalesce(sum(refunded_minor), 0)::bigint FROM sandbox_charge"))
                .isEqualTo(asked);
        refund(paid, 12_500, null);
        assertThat(byAccount().values()).containsOnly(0L);
        refund(paid, 0, less);
        assertThat(byAccount().values()).containsOnly(0L);
    }

    @Test
    void whatTheProviderRefusedIsStillThereToBeTaken() {
        // Given
        UUID paid = captured(request(card("tok_approve"), shares()));
        await(payments.database.query(
                "UPDATE sandbox_charge SET refunded_minor = amount_minor WHERE payment_id = $1", paid));
        UUID refused = refund(paid, 12_500, null);
        await(payments.database.query("UPDATE sandbox_charge SET refunded_minor = 0 WHERE payment_id = $1", paid));
        // When
        refund(paid, 12_500, null);
        // Then
        assertThat(ledger()).noneMatch(entry -> refused.equals(entry.refundId()));
        assertThat(byAccount().values()).hasSize(4).allMatch(minor -> minor == 0);
    }

    @Test
    void moneyThatNobodyWantedLeavesNothingOnAnyAccount() {
        // Given
        UUID captured = captured(request(card("tok_approve"), shares()));
        Authorize late = request(pix(), shares());
        payments.authorize(late);
        payments.voidPayment(late.paymentId());
        // When
        payments.payPix(late.paymentId());
        payments.voidPayment(captured);
        // Then
        payments.eventually(() -> payments.get(captured).status() == PaymentStatus.REFUNDED);
        payments.eventually(
                () -> payments.number("SELECT refunded_minor FROM payment WHERE id = $1", late.paymentId()) == 12_500);
        assertThat(byAccount().values()).hasSize(4).allMatch(minor -> minor == 0);
        assertThat(ledger()).hasSize(20);
    }

    @Test
    void anUnknownOrderHasNoEntries() {
        assertThat(ledger()).isEmpty();
    }

    @Test
    void aStatementSaysWhatEachGets() {
        // Given
        UUID owner = member(organizer, MemberRole.OWNER);
        UUID seller = member(agency, MemberRole.MANAGER);
        UUID paid = captured(request(card("tok_approve"), shares()));
        captured(request(card("tok_approve"), shares()));
        List<Share> half = List.of(
                new Share(Account.ORGANIZER, organizer, EntryKind.SALE, 6_000),
                new Share(Account.PLATFORM, null, EntryKind.FEE, 250),
                new Share(Account.ORGANIZER, organizer, EntryKind.COMMISSION, -600),
                new Share(Account.AGENCY, agency, EntryKind.COMMISSION, 600));
        refund(paid, 6_250, half);
        // When
        Report ofOrganizer = statement(owner, organizer, null, null);
        Report ofAgency = statement(seller, agency, null, null);
        // Then
        assertThat(ofOrganizer.rows())
                .containsExactly(Map.of(
                        "eventId", event.toString(),
                        "currency", "BRL",
                        "salesMinor", 24_000L,
                        "refundsMinor", -6_000L,
                        "feesMinor", 0L,
                        "commissionMinor", -1_800L,
                        "cashMinor", 0L,
                        "dueMinor", 16_200L));
        assertThat(ofAgency.rows().get(0))
                .containsEntry("commissionMinor", 1_800L)
                .containsEntry("dueMinor", 1_800L);
        assertThat(ofOrganizer.totals().toString()).contains("currency=BRL", "dueMinor=16200");
        assertThat(ofOrganizer.columns())
                .startsWith("eventId", "currency", "salesMinor")
                .endsWith("dueMinor");
    }

    @Test
    void aStatementIsOfItsPeriod() {
        // Given
        UUID owner = member(organizer, MemberRole.OWNER);
        captured(request(card("tok_approve"), shares()));
        Instant now = Instant.now();
        // When
        Report before = statement(owner, organizer, null, now.minus(1, ChronoUnit.DAYS));
        Report since = statement(owner, organizer, now.minus(1, ChronoUnit.DAYS), now.plus(1, ChronoUnit.DAYS));
        // Then
        assertThat(before.rows()).isEmpty();
        assertThat(since.rows()).hasSize(1);
        assertThatThrownBy(() -> statement(owner, organizer, now, now)).satisfies(refusedWith(FaultCode.VALIDATION));
    }

    @Test
    void onlyOwnersAndManagersGetAStatement() {
        UUID viewer = member(organizer, MemberRole.SALES);
        assertThatThrownBy(() -> statement(viewer, organizer, null, null)).satisfies(refusedWith(FaultCode.FORBIDDEN));
        assertThatThrownBy(() -> statement(Ids.next(), organizer, null, null))
                .satisfies(refusedWith(FaultCode.NOT_FOUND));
    }

    private UUID member(UUID organization, MemberRole role) {
        UUID user = Ids.next();
        payments.harness.member(organization, user, role);
        return user;
    }

    private static Report statement(UUID user, UUID organization, Instant from, Instant to) {
        return payments.harness.call(
                PaymentOperations.STATEMENT, new StatementOf(organization, from, to), payments.harness.userCall(user));
    }

    /** 120.00 and a fee of 5.00, of which the agency gets 12.00. */
    private List<Share> shares() {
        return List.of(
                new Share(Account.ORGANIZER, organizer, EntryKind.SALE, 12_000),
                new Share(Account.PLATFORM, null, EntryKind.FEE, 500),
                new Share(Account.ORGANIZER, organizer, EntryKind.COMMISSION, -1_200),
                new Share(Account.AGENCY, agency, EntryKind.COMMISSION, 1_200));
    }

    private Authorize request(Method method, List<Share> shares) {
        Instant expiresAt = Instant.now().plus(10, ChronoUnit.MINUTES);
        return new Authorize(Ids.next(), order, event, organizer, Ids.next(), PRICE, method, expiresAt, shares, null);
    }

    private static Authorize withShares(Authorize request, List<Share> shares) {
        return new Authorize(
                request.paymentId(),
                request.orderId(),
                request.eventId(),
                request.organizationId(),
                request.payerId(),
                request.amount(),
                request.method(),
                request.expiresAt(),
                shares,
                null);
    }

    private static UUID captured(Authorize request) {
        payments.authorize(request);
        payments.capture(request.paymentId());
        return request.paymentId();
    }

    private static UUID refund(UUID paymentId, long amountMinor, List<Share> shares) {
        UUID id = Ids.next();
        RefundStatus status = payments.harness
                .call(
                        PaymentOperations.REFUND,
                        new RefundPayment(id, paymentId, new Money(amountMinor, "BRL"), null, shares),
                        payments.harness.serviceCall())
                .status();
        assertThat(status).isNotEqualTo(RefundStatus.PENDING);
        return id;
    }

    private List<LedgerEntry> ledger() {
        return payments.harness
                .call(PaymentOperations.LEDGER_OF_ORDER, new LedgerOf(order), payments.harness.serviceCall())
                .entries();
    }

    private Map<Account, Long> byAccount() {
        Map<Account, Long> sums = new HashMap<>();
        ledger().forEach(entry -> sums.merge(entry.account(), entry.amount().amountMinor(), Long::sum));
        return sums;
    }
}
