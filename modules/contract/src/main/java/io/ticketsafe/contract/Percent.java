package io.ticketsafe.contract;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/** A share of an amount, in hundredths of a percent, so that no floating point number is ever near money. */
public final class Percent {
    public static final Percent ZERO = new Percent(0);

    private static final Pattern TEXT = Pattern.compile("(100(\\.0{1,2})?|[0-9]{1,2}(\\.[0-9]{1,2})?)");
    private static final int WHOLE = 10_000;

    private final int hundredths;

    private Percent(int hundredths) {
        this.hundredths = hundredths;
    }

    public static boolean isOne(String text) {
        return text != null && TEXT.matcher(text).matches();
    }

    /** Reads {@code 10}, {@code 7.5} or {@code 12.25}: 0 to 100, with at most two decimal places. */
    public static Percent parse(String text) {
        if (!isOne(requireNonNull(text))) {
            throw new IllegalArgumentException("not a percentage of 0 to 100 with at most two decimal places: " + text);
        }
        int point = text.indexOf('.');
        String whole = point < 0 ? text : text.substring(0, point);
        String decimals = point < 0 ? "" : text.substring(point + 1);
        return new Percent(Integer.parseInt(whole) * 100 + Integer.parseInt((decimals + "00").substring(0, 2)));
    }

    /** Rounded half up to the minor unit. @param amountMinor not negative */
    public long of(long amountMinor) {
        if (amountMinor < 0) {
            throw new IllegalArgumentException("a percentage is taken of what is not negative");
        }
        return Math.addExact(Math.multiplyExact(amountMinor, hundredths), WHOLE / 2) / WHOLE;
    }
}
