package io.ticketsafe.payments.stripe;

import io.ticketsafe.contract.Money;
import java.util.Locale;
import java.util.Set;

/**
 * Amounts as Stripe counts them (docs.stripe.com/currencies): in minor units too, but not in those of ISO 4217 for every
 * currency.
 */
final class StripeMoney {
    /** No minor unit in ISO 4217, a hundred to Stripe. */
    private static final Set<String> HUNDREDS = Set.of("ISK", "UGX");

    /** Two decimals in ISO 4217, none to Stripe. */
    private static final Set<String> WHOLE = Set.of("MGA");

    /** Three decimals, of which Stripe wants the last to be zero. */
    private static final Set<String> TENS = Set.of("BHD", "JOD", "KWD", "OMR", "TND");

    private StripeMoney() {}

    /** A StripeRefusal when Stripe cannot express it. */
    static long amount(Money money) {
        long minor = money.amountMinor();
        String currency = money.currency();
        if (HUNDREDS.contains(currency)) {
            return Math.multiplyExact(minor, 100L);
        }
        if (WHOLE.contains(currency)) {
            return divisible(money, 100) / 100;
        }
        return TENS.contains(currency) ? divisible(money, 10) : minor;
    }

    static String currency(Money money) {
        return money.currency().toLowerCase(Locale.ROOT);
    }

    /** @param currency in Stripe's lower case */
    static Money money(long amount, String currency) {
        String code = currency.toUpperCase(Locale.ROOT);
        if (HUNDREDS.contains(code)) {
            return new Money(amount / 100, code);
        }
        return new Money(WHOLE.contains(code) ? Math.multiplyExact(amount, 100L) : amount, code);
    }

    private static long divisible(Money money, int unit) {
        if (money.amountMinor() % unit != 0) {
            throw StripeRefusal.ofParameter(
                    "amount",
                    "amount_not_representable",
                    "Amounts in " + money.currency() + " must be multiples of " + unit + " minor units.");
        }
        return money.amountMinor();
    }
}
