package io.ticketsafe.tickets.inventory;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.tickets.BoxOffice.assertRefused;
import static io.ticketsafe.tickets.Sheets.sheet;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.redis.Script;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.tickets.HoldOperations;
import io.ticketsafe.contract.tickets.HoldOperations.GetHold;
import io.ticketsafe.contract.tickets.HoldOperations.Hold;
import io.ticketsafe.contract.tickets.HoldOperations.HoldStatus;
import io.ticketsafe.tickets.BoxOffice;
import io.ticketsafe.tickets.sale.Sale;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Holds that have ended are known for an hour, and then forgotten by whatever script comes by. */
class EndedHoldsIT {
    private static final Script AN_HOUR_PASSES = Script.of("""
            local ended = redis.call('LRANGE', KEYS[1], 0, -1)
            for i = 1, #ended do
              redis.call('LSET', KEYS[1], i - 1, string.sub(ended[i], 1, 12) .. struct.pack('>I6', 1))
            end
            """);
    /** Without the field that is always there. */
    private static final Script LEFT =
            Script.of("return {redis.call('HLEN', KEYS[1]) - 1, redis.call('LLEN', KEYS[2])}");

    private static BoxOffice office;

    private final Call buyer = office.buyer();
    private String prefix;
    private UUID event;
    private Hold ended;

    @BeforeAll
    static void open() {
        office = BoxOffice.open();
    }

    @AfterAll
    static void close() {
        office.close();
    }

    @BeforeEach
    void endAHold() {
        event = office.sell(sheet().seated("A", 5));
        prefix = Sale.prefix(event);
        ended = office.hold(buyer, event, "A-1-1");
        release(ended);
    }

    @Test
    void theEndOfAHoldForgetsOthers() {
        // Given
        assertThat(office.get(buyer, ended.id()).status()).isEqualTo(HoldStatus.RELEASED);
        Hold next = office.hold(buyer, event, "A-1-2");
        await(office.redis().run(AN_HOUR_PASSES, 1, prefix + "ended"));
        // When
        release(next);
        // Then
        assertRefused(FaultCode.HOLD_EXPIRED, () -> office.get(buyer, ended.id()));
        assertThat(office.get(buyer, next.id()).status()).isEqualTo(HoldStatus.RELEASED);
        assertLeft(1, 1);
    }

    @Test
    void theReaperForgetsThoseWhoseHourIsOver() {
        // Given
        Hold held = office.hold(buyer, event, "A-1-2");
        await(office.redis().run(AN_HOUR_PASSES, 1, prefix + "ended"));
        // When
        await(office.redis().run(Scripts.REAP, 3, prefix + "meta", prefix + "expiry", prefix + "buyers", 10));
        // Then
        assertThat(office.get(buyer, held.id()).status()).isEqualTo(HoldStatus.ACTIVE);
        assertLeft(1, 0);
    }

    private void assertLeft(int holds, int ended) {
        var left = await(office.redis().run(LEFT, 2, prefix + "holds", prefix + "ended"));
        assertThat(left.get(0).toInteger()).isEqualTo(holds);
        assertThat(left.get(1).toInteger()).isEqualTo(ended);
    }

    private void release(Hold hold) {
        office.harness().call(HoldOperations.RELEASE, new GetHold(hold.id()), buyer);
    }
}
