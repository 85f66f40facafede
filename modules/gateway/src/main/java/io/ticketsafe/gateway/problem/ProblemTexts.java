package io.ticketsafe.gateway.problem;

import io.ticketsafe.contract.FaultCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Properties;

/** Titles of problems in the languages that there are, and what each problem means. */
public final class ProblemTexts {
    private static final List<String> LANGUAGES = List.of("en", "pt");
    private static final List<Locale> LOCALES =
            LANGUAGES.stream().map(Locale::forLanguageTag).toList();
    private static final int LONGEST_WISH = 200;

    private final Map<String, Map<FaultCode, String>> titles = new HashMap<>();
    private final Map<FaultCode, String> meanings = new EnumMap<>(FaultCode.class);

    public ProblemTexts() {
        for (String language : LANGUAGES) {
            Properties texts = load(language);
            Map<FaultCode, String> inLanguage = new EnumMap<>(FaultCode.class);
            for (FaultCode code : FaultCode.values()) {
                inLanguage.put(code, require(texts, language, code + ".title"));
                if (language.equals("en")) {
                    meanings.put(code, require(texts, language, code + ".about"));
                }
            }
            titles.put(language, inLanguage);
        }
    }

    /** @param acceptLanguage the header (RFC 9110), or null */
    public String languageFor(String acceptLanguage) {
        if (acceptLanguage == null || acceptLanguage.length() > LONGEST_WISH) {
            return LANGUAGES.get(0);
        }
        try {
            Locale best = Locale.lookup(Locale.LanguageRange.parse(acceptLanguage), LOCALES);
            return best == null ? LANGUAGES.get(0) : best.getLanguage();
        } catch (IllegalArgumentException malformed) {
            return LANGUAGES.get(0);
        }
    }

    public String title(FaultCode code, String language) {
        return titles.get(language).get(code);
    }

    /** In English, with code in backticks. */
    public String meaning(FaultCode code) {
        return meanings.get(code);
    }

    /** The problem's name in its type URI. */
    public static String slug(FaultCode code) {
        return code.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Properties load(String language) {
        String file = "/problems/" + language + ".properties";
        try (InputStream in = ProblemTexts.class.getResourceAsStream(file)) {
            Properties texts = new Properties();
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String require(Properties texts, String language, String key) {
        String text = texts.getProperty(key);
        if (text == null) {
            throw new MissingResourceException("no text for " + key + " in " + language, language, key);
        }
        return text;
    }
}
