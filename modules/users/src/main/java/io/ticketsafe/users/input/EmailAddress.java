package io.ticketsafe.users.input;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A plausible e-mail address (RFC 5321 section 4.5.3.1 for lengths, RFC 6531 for letters beyond ASCII). Only a mail
 * that arrives proves more.
 *
 * @param text as entered, without blanks around it
 * @param key equal for addresses that differ only in case or in Unicode composition
 */
public record EmailAddress(String text, String key) {
    public static final int LONGEST = 254;
    private static final int LONGEST_LOCAL_PART = 64;
    private static final Pattern LOCAL_PART = Pattern.compile(
            "[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+" + "(\\.[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+)*");
    private static final Pattern DOMAIN =
            Pattern.compile("([\\p{L}\\p{N}]([\\p{L}\\p{M}\\p{N}-]{0,61}[\\p{L}\\p{M}\\p{N}])?\\.)+"
                    + "[\\p{L}\\p{N}]([\\p{L}\\p{M}\\p{N}-]{0,61}[\\p{L}\\p{M}\\p{N}])?");

    public static Optional<EmailAddress> parse(String entered) {
        if (entered.length() > LONGEST + 2) {
            return Optional.empty();
        }
        String text = entered.strip();
        int at = text.indexOf('@');
        boolean plausible = text.length() <= LONGEST
                && at > 0
                && at <= LONGEST_LOCAL_PART
                && LOCAL_PART.matcher(text.substring(0, at)).matches()
                && DOMAIN.matcher(text.substring(at + 1)).matches();
        return plausible ? Optional.of(new EmailAddress(text, keyOf(text))) : Optional.empty();
    }

    private static String keyOf(String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        return Normalizer.normalize(composed.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    }
}
