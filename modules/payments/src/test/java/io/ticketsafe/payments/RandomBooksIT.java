package io.ticketsafe.payments;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.payments.PaymentsFixture.card;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ticketsafe.common.Ids;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.payments.PaymentOperations;
import io.ticketsafe.contract.payments.PaymentOperations.Account;
import io.ticketsafe.contract.payments.PaymentOperations.Authorize;
import io.ticketsafe.contract.payments.PaymentOperations.EntryKind;
import io.ticketsafe.contract.payments.PaymentOperations.RefundPayment;
import io.ticketsafe.contract.payments.PaymentOperations.Share;
import io.ticketsafe.payments.ledger.LedgerCheck;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders of random tickets, refunded ticket by ticket, in parts that nobody has divided, and as money that nobody wanted. */
class RandomBooksIT {
    private static final int PAYMENTS = 15;
    private final UUID organizer = Ids.next();
    private final UUID agency = Ids.next();

    @ParameterizedTest
    @ValueSource(longs = {1, 20261122, 77})
    void whateverGoesBackTheBooksBalance(long seed) {
        Random random = new Random(seed);
        try (PaymentsFixture payments = new PaymentsFixture(PaymentsFixture.config())) {
            for (int i = 0; i < PAYMENTS; i++) {
                // Given
                List<List<Share>> tickets = tickets(random);
                UUID paid = captured(payments, tickets);
                // When
                for (List<Share> ticket : tickets) {
                    int dice = random.nextInt(10);
                    if (dice < 6) {
                        refund(payments, paid, sum(ticket), dice == 0 ? null : ticket);
                    }
                }
                if (random.nextInt(3) == 0) {
                    payments.voidPayment(paid);
                }
            }
            // Then
            SimpleMeterRegistry meters = new SimpleMeterRegistry();
            await(new LedgerCheck(payments.database, meters, 100).run());
            assertThat(meters.get("ticketsafe.ledger.discrepancies").gauges())
                    .as("seed " + seed)
                    .allMatch(gauge -> gauge.value() == 0);
            assertThat(meters.counter("ticketsafe.ledger.compared").count()).isGreaterThanOrEqualTo(PAYMENTS);
            assertThat(payments.number("SELECT coalesce(sum(amount_minor), 0)::bigint FROM ledger"))
                    .isZero();
            assertThat(payments.number("SELECT sum(captured_minor - refunded_minor)::bigint FROM payment"))
                    .isEqualTo(payments.number(
                            "SELECT sum(amount_minor)::bigint FROM ledger WHERE account IN ('provider', 'cash')"));
        }
    }

    private List<List<Share>> tickets(Random random) {
        List<List<Share>> tickets = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(6); i++) {
            long price = 1 + random.nextInt(20_000);
            long buyersFee = random.nextInt(900);
            long ownFee = random.nextInt((int) Math.min(price, 500));
            long commission = random.nextInt((int) (price - ownFee));
            tickets.add(List.of(
                    new Share(Account.ORGANIZER, organizer, EntryKind.SALE, price),
                    new Share(Account.ORGANIZER, organizer, EntryKind.FEE, -ownFee),
                    new Share(Account.PLATFORM, null, EntryKind.FEE, buyersFee + ownFee),
                    new Share(Account.ORGANIZER, organizer, EntryKind.COMMISSION, -commission),
                    new Share(Account.AGENCY, agency, EntryKind.COMMISSION, commission)));
        }
        return tickets;
    }

    private UUID captured(PaymentsFixture payments, List<List<Share>> tickets) {
        List<Share> all = tickets.stream().flatMap(List::stream).toList();
        Instant expiresAt = Instant.now().plus(10, ChronoUnit.MINUTES);
        Authorize request = new Authorize(
                Ids.next(),
                Ids.next(),
                Ids.next(),
                organizer,
                Ids.next(),
                new Money(sum(all), "BRL"),
                card("tok_approve"),
                expiresAt,
                all,
                null);
        payments.authorize(request);
        payments.capture(request.paymentId());
        return request.paymentId();
    }

    private static void refund(PaymentsFixture payments, UUID paymentId, long amountMinor, List<Share> shares) {
        payments.harness.call(
                PaymentOperations.REFUND,
                new RefundPayment(Ids.next(), paymentId, new Money(amountMinor, "BRL"), null, shares),
                payments.harness.serviceCall());
    }

    private static long sum(List<Share> shares) {
        return shares.stream().mapToLong(Share::amountMinor).sum();
    }
}
