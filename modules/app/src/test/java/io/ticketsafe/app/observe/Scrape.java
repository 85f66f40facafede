package io.ticketsafe.app.observe;

import static io.ticketsafe.app.observe.Expression.metricsOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.app.observe.Observability.Rule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What {@code /metrics} answered, in Prometheus' text format. */
public record Scrape(List<String> series) {
    /** An installation in one process gives about 4,000 after every route was asked; Prometheus has to keep them for weeks. */
    private static final int MOST_SERIES = 6_000;

    /** What Prometheus itself adds, and what is measured only where there is Kafka, TLS, a replica, or a file of keys. */
    private static final List<String> ELSEWHERE = List.of(
            "up",
            "ticketsafe_facts_lag",
            "ticketsafe_tls_certificate_expiry_seconds",
            "ticketsafe_tls_certificate_unusable_total",
            "ticketsafe_postgres_replica_lag_seconds",
            "ticketsafe_reports_facts_parked_total",
            "ticketsafe_keyset_keys",
            "ticketsafe_keyset_unreadable_total");

    private static final Pattern NAME = Pattern.compile("^[a-zA-Z_:][\\w:]*");
    private static final Pattern LABEL_VALUE = Pattern.compile("[\\w]+=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern ID = Pattern.compile("(?i)[0-9a-f]{8}-?[0-9a-f]{4}|[0-9a-f]{16}|[0-9]{7}|@");

    public static Scrape of(String text) {
        return new Scrape(text.lines()
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList());
    }

    public Set<String> names() {
        return series.stream()
                .flatMap(line -> NAME.matcher(line).results().map(MatchResult::group))
                .collect(Collectors.toSet());
    }

    /** Rules and dashboards ask for nothing that is not measured. */
    public void hasWhatIsAskedFor() {
        Set<String> known = new HashSet<>(names());
        Observability.rules().stream()
                .filter(rule -> !rule.isAlert())
                .map(Rule::name)
                .forEach(known::add);
        known.addAll(ELSEWHERE);
        Observability.rules()
                .forEach(rule -> assertThat(known).as(rule.name()).containsAll(metricsOf(rule.expression())));
        Observability.queries()
                .forEach(query -> assertThat(known).as(query.where()).containsAll(metricsOf(query.expression())));
    }

    /** As many series as callers, orders or seats would be too many for any Prometheus. */
    public void isBounded() {
        assertThat(series).hasSizeLessThan(MOST_SERIES);
        assertThat(series.stream()
                        .flatMap(line -> LABEL_VALUE.matcher(line).results())
                        .map(label -> label.group(1))
                        .filter(value -> ID.matcher(value).find()))
                .as("label values that look like an id or an address")
                .isEmpty();
    }
}
