package io.ticketsafe.payments;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ticketsafe.common.Ids;
import io.ticketsafe.payments.ledger.LedgerCheck;
import io.vertx.core.Future;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a database of its own for each test, since it is the whole ledger that is compared. */
class LedgerCheckIT {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private PaymentsFixture payments;
    private LedgerCheck check;

    @BeforeEach
    void start() {
        payments = new PaymentsFixture(PaymentsFixture.config());
        check = new LedgerCheck(payments.database, meters, 2);
    }

    @AfterEach
    void stop() {
        payments.close();
    }

    @Test
    void whatIsRightIsNoDiscrepancy() {
        // Given
        UUID kept = payments.captured();
        payments.refund(Ids.next(), kept, 5_000);
        payments.voidPayment(payments.captured());
        // When
        await(check.run());
        // Then
        assertThat(all()).isZero();
        assertThat(meters.counter("ticketsafe.ledger.compared").count()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void aPaymentThatSaysMoreThanItsEntriesIsFoundAndForgottenOnceItIsRight() {
        // Given
        UUID id = payments.captured();
        run("UPDATE payment SET refunded_minor = 1 WHERE id = $1", id);
        // When
        await(check.run());
        double found = gauge("held");
        run("UPDATE payment SET refunded_minor = 0 WHERE id = $1", id);
        await(check.run());
        // Then
        assertThat(found).isEqualTo(1);
        assertThat(all()).isZero();
    }

    @Test
    void whatNobodyTouchedLatelyIsFoundWhenItsTurnComes() {
        // Given
        UUID id = payments.captured();
        payments.captured();
        payments.captured();
        run("ALTER TABLE ledger DISABLE TRIGGER ledger_append_only");
        run("UPDATE ledger SET booked_at = now() - interval '1 day'");
        await(check.run());
        run("DELETE FROM ledger WHERE payment_id = $1", id);
        // When
        await(check.run());
        await(check.run());
        await(check.run());
        // Then
        assertThat(gauge("held")).isEqualTo(1);
        assertThat(all()).isEqualTo(1);
    }

    @Test
    void entriesThatDoNotSumToNothingAreFound() {
        // Given
        UUID id = payments.captured();
        run("ALTER TABLE ledger DISABLE TRIGGER ledger_append_only");
        run("UPDATE ledger SET amount_minor = amount_minor + 1 WHERE payment_id = $1 AND account = 'organizer'", id);
        // When
        await(check.run());
        // Then
        assertThat(gauge("unbalanced")).isEqualTo(1);
    }

    @Test
    void somebodyWhoIsStillOwedAfterAllHasGoneBackIsFound() {
        // Given
        UUID id = payments.captured();
        payments.refund(Ids.next(), id, 12_500);
        run("ALTER TABLE ledger DISABLE TRIGGER ledger_append_only");
        run("""
                UPDATE ledger SET account = 'platform', party = NULL
                WHERE payment_id = $1 AND kind = 'refund' AND account = 'organizer'
                """, id);
        // When
        await(check.run());
        // Then
        assertThat(gauge("remains")).isEqualTo(1);
    }

    @Test
    void twoProcessesAtOnceDoNotHarmEachOther() {
        // Given
        payments.captured();
        LedgerCheck other = new LedgerCheck(payments.database, new SimpleMeterRegistry(), 2);
        // When
        await(Future.all(check.run(), other.run()));
        // Then
        assertThat(all()).isZero();
    }

    private void run(String sql, Object... parameters) {
        await(payments.database.query(sql, parameters));
    }

    private double gauge(String what) {
        return meters.get("ticketsafe.ledger.discrepancies")
                .tag("what", what)
                .gauge()
                .value();
    }

    private double all() {
        return meters.get("ticketsafe.ledger.discrepancies").gauges().stream()
                .mapToDouble(gauge -> gauge.value())
                .sum();
    }
}
