package io.ticketsafe.payments.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketsafe.contract.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StripeMoneyTest {
    @ParameterizedTest
    @CsvSource({
        "BRL, 12500, 12500",
        "USD, 1, 1",
        "JPY, 500, 500",
        "KRW, 9000, 9000",
        "ISK, 500, 50000",
        "UGX, 500, 50000",
        "MGA, 50000, 500",
        "KWD, 12340, 12340"
    })
    void amountsAreThoseOfStripeAndBack(String currency, long iso, long stripe) {
        Money money = new Money(iso, currency);
        assertThat(StripeMoney.amount(money)).isEqualTo(stripe);
        assertThat(StripeMoney.money(stripe, StripeMoney.currency(money))).isEqualTo(money);
    }

    @Test
    void whatStripeCannotExpressIsRefused() {
        assertThatThrownBy(() -> StripeMoney.amount(new Money(12_345, "KWD"))).isInstanceOf(StripeRefusal.class);
        assertThatThrownBy(() -> StripeMoney.amount(new Money(50, "MGA"))).isInstanceOf(StripeRefusal.class);
    }
}
