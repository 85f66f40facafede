package io.ticketsafe.perf.audit;

import io.ticketsafe.perf.stage.Api;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Reads the books until they agree with each other and with what people were told, or for as long as reports may lag. */
public final class Auditor {
    /** Reports and pending refunds follow within seconds; what does not agree after this is wrong. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final BooksReader reader;
    private final Duration patience;
    private final Duration betweenLooks;

    public Auditor(Api api, Event event) {
        this(new BooksReader(api, event), PATIENCE, BETWEEN_LOOKS);
    }

    Auditor(BooksReader reader, Duration patience, Duration betweenLooks) {
        this.reader = reader;
        this.patience = patience;
        this.betweenLooks = betweenLooks;
    }

    /** Blocking. */
    public Verdict audit(Diary diary) {
        Instant begun = Instant.now();
        while (true) {
            Books books = null;
            List<String> findings;
            try {
                books = reader.read(diary);
                findings = Audit.compare(diary, books);
            } catch (Api.Refused e) {
                findings = List.of("the books could not be read: " + e.getMessage());
            }
            Duration taken = Duration.between(begun, Instant.now());
            if (findings.isEmpty() || taken.compareTo(patience) > 0) {
                return new Verdict(findings, summary(diary, books, taken));
            }
            try {
                TimeUnit.MILLISECONDS.sleep(betweenLooks.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Verdict(List.of("the audit was interrupted"), "");
            }
        }
    }

    private static String summary(Diary diary, Books books, Duration taken) {
        StringBuilder text = new StringBuilder();
        text.append("told    %,d orders, %,d of them paid; %,d tickets let in; %,d answers never came"
                .formatted(
                        diary.orders().size(),
                        diary.paid().size(),
                        diary.admissions().size(),
                        diary.unanswered()));
        text.append("\nrefused ");
        new TreeMap<>(diary.refusals()).forEach((code, times) -> text.append("%,d %s  ".formatted(times.sum(), code)));
        if (diary.refusals().isEmpty()) {
            text.append("nobody");
        }
        if (books != null) {
            text.append(
                    "\nbooks   %,d orders, %,d places sold of %,d, %,d tickets refunded, %s taken in, %,d checked in"
                            .formatted(
                                    books.orders().size(),
                                    books.sections().values().stream()
                                            .mapToLong(Books.Section::sold)
                                            .sum(),
                                    books.sections().values().stream()
                                            .mapToLong(Books.Section::capacity)
                                            .sum(),
                                    books.sales().ticketsRefunded(),
                                    "%,d.%02d"
                                            .formatted(
                                                    books.sales().netMinor() / 100,
                                                    books.sales().netMinor() % 100),
                                    books.checkedIn()));
        }
        return text.append("\nread    until they agreed, %.1f s".formatted(taken.toMillis() / 1000.0))
                .toString();
    }
}
