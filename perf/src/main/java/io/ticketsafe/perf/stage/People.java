package io.ticketsafe.perf.stage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Brazilian and English names of people who do not exist, without end: {@code name, email, language, reference}. */
public final class People {
    private record Name(String given, String family, String language) {}

    private final List<Name> names = new ArrayList<>();
    private final AtomicInteger count = new AtomicInteger();

    /** Reads {@code people.csv}, which has a given name, a family name and a language in each line. */
    public People() {
        try (var in = People.class.getResourceAsStream("/people.csv");
                var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            lines.lines()
                    .skip(1)
                    .map(line -> line.split(","))
                    .forEach(cell -> names.add(new Name(cell[0], cell[1], cell[2])));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Iterator<Map<String, Object>> feeder() {
        return Stream.generate(this::next).iterator();
    }

    Map<String, Object> next() {
        Name first = any();
        Name last = any();
        while (!last.language().equals(first.language())) {
            last = any();
        }
        int number = count.incrementAndGet();
        String name = first.given() + " " + last.family();
        String email = plain(first.given()) + "." + plain(last.family()) + number + "@example.com";
        return Map.of("name", name, "email", email, "language", first.language(), "reference", "C-" + number);
    }

    private Name any() {
        return names.get(ThreadLocalRandom.current().nextInt(names.size()));
    }

    private static String plain(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFD)
                .replaceAll("[^A-Za-z]", "")
                .toLowerCase(Locale.ROOT);
    }
}
