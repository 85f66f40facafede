package io.ticketsafe.tickets.refund;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MoneyLeftTest {
    private final UUID first = Ids.next();
    private final UUID second = Ids.next();
    private final List<MoneyLeft> payments = List.of(new MoneyLeft(first, 100), new MoneyLeft(second, 150));

    @Test
    void theOldestPaymentThatHasAllOfItGivesIt() {
        assertThat(MoneyLeft.take(100, payments)).containsExactly(new MoneyLeft(first, 100));
        assertThat(MoneyLeft.take(101, payments)).containsExactly(new MoneyLeft(second, 101));
    }

    @Test
    void whatNoneHasAloneTheyGiveTogether() {
        assertThat(MoneyLeft.take(200, payments))
                .containsExactly(new MoneyLeft(first, 100), new MoneyLeft(second, 100));
    }

    @Test
    void whatNobodyPaidIsLeftOut() {
        assertThat(MoneyLeft.take(300, payments)).containsExactlyElementsOf(payments);
        assertThat(MoneyLeft.take(300, List.of())).isEmpty();
        assertThat(MoneyLeft.take(0, payments)).isEmpty();
    }
}
