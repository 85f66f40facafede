package io.ticketsafe.events.catalogue;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Texts as they are compared in a search: in words without case, accents and punctuation. Letters whose accent is a
 * part of them in Unicode are spelled as people do who lack the key.
 */
final class SearchText {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Map<Integer, String> SPELLED = Map.of(
            (int) 'ø', "o", (int) 'ł', "l", (int) 'đ', "d", (int) 'æ', "ae", (int) 'œ', "oe", (int) 'ħ', "h", (int) 'ı',
            "i", (int) 'þ', "th", (int) 'ð', "d");

    private SearchText() {}

    /** Distinct words in the order of their first occurrence. */
    static Set<String> words(String text) {
        if (text == null) {
            return Set.of();
        }
        String upper = Normalizer.normalize(text, Normalizer.Form.NFKD).toUpperCase(Locale.ROOT);
        String plain = MARKS.matcher(Normalizer.normalize(upper.toLowerCase(Locale.ROOT), Normalizer.Form.NFKD))
                .replaceAll("");
        Set<String> words = new LinkedHashSet<>();
        StringBuilder word = new StringBuilder();
        plain.codePoints().forEach(c -> {
            if (SPELLED.containsKey(c)) {
                word.append(SPELLED.get(c));
            } else if (Character.isLetterOrDigit(c) || Character.getType(c) == Character.OTHER_SYMBOL) {
                word.appendCodePoint(c);
            } else if (Character.getType(c) != Character.FORMAT) {
                flush(word, words);
            }
        });
        flush(word, words);
        return words;
    }

    /** One comparable string, such as for the name of a city. */
    static String key(String text) {
        return String.join(" ", words(text));
    }

    /**
     * The regular expression that a stored word must match: it begins with the word that is searched for. In scripts
     * written without spaces a stored word is a whole phrase, so there it contains it. Words have letters, digits and
     * pictures only, none of which means anything special in a regular expression.
     */
    static String pattern(String word) {
        return isWrittenWithoutSpaces(word) ? word : "^" + word;
    }

    private static boolean isWrittenWithoutSpaces(String word) {
        return word.codePoints().mapToObj(Character.UnicodeScript::of).anyMatch(script -> switch (script) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
            default -> false;
        });
    }

    private static void flush(StringBuilder word, Set<String> words) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }
}
