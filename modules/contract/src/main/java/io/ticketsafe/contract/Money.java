package io.ticketsafe.contract;

import static java.util.Objects.requireNonNull;

/**
 * An amount in the minor unit of its currency (cents, centavos, yen).
 *
 * @param currency ISO 4217 code, upper case
 */
public record Money(long amountMinor, String currency) {
    public Money {
        requireNonNull(currency, "currency");
        if (!isCode(currency)) {
            throw new IllegalArgumentException("currency must be an ISO 4217 code");
        }
    }

    public static Money zero(String currency) {
        return new Money(0, currency);
    }

    public Money plus(Money other) {
        return new Money(Math.addExact(amountMinor, same(other).amountMinor), currency);
    }

    public Money minus(Money other) {
        return new Money(Math.subtractExact(amountMinor, same(other).amountMinor), currency);
    }

    public Money times(long factor) {
        return new Money(Math.multiplyExact(amountMinor, factor), currency);
    }

    private Money same(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("cannot mix " + currency + " and " + other.currency);
        }
        return other;
    }

    /** By hand: prices are made for every hold, and a regular expression took more memory than the rest of them. */
    private static boolean isCode(String currency) {
        if (currency.length() != 3) {
            return false;
        }
        for (int i = 0; i < 3; i++) {
            if (currency.charAt(i) < 'A' || currency.charAt(i) > 'Z') {
                return false;
            }
        }
        return true;
    }
}
