package io.ticketsafe.app.observe;

import static io.ticketsafe.app.observe.Observability.alerts;
import static io.ticketsafe.app.observe.Observability.dashboards;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.app.observe.Observability.Rule;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whoever is woken is told what it is about and what to do, and whoever looks finds dashboards that can be read. */
class ObservabilityTest {
    private static final int COLUMNS = 24;

    @Test
    void everyAlertSaysWhatItIsAndWhereHelpIs() {
        assertThat(alerts()).isNotEmpty().allSatisfy(alert -> {
            assertThat(alert.source().at("/annotations/summary").asText()).isNotBlank();
            assertThat(alert.source().at("/labels/severity").asText()).isIn("page", "ticket");
            assertThat(runbook(alert)).exists();
        });
    }

    @Test
    void everyRunbookBelongsToAnAlert() {
        // When
        Set<Path> linked = alerts().stream().map(ObservabilityTest::runbook).collect(Collectors.toSet());
        // Then
        assertThat(linked).containsExactlyInAnyOrderElementsOf(Observability.files(Observability.RUNBOOKS));
    }

    @Test
    void everyAlertIsTested() {
        // Given
        String tests = Observability.tests();
        // Then
        assertThat(alerts()).allSatisfy(alert -> assertThat(tests).contains("alertname: " + alert.name() + "\n"));
    }

    @Test
    void dashboardsHaveTheirPlacesAndNames() {
        assertThat(dashboards()).hasSize(4).allSatisfy(dashboard -> {
            assertThat(dashboard.path("uid").asText()).startsWith("ticketsafe-");
            assertThat(dashboard.path("title").asText()).isNotBlank();
            Set<Integer> ids = new HashSet<>();
            Set<List<Integer>> cells = new HashSet<>();
            dashboard.path("panels").forEach(panel -> {
                assertThat(ids.add(panel.path("id").asInt())).isTrue();
                assertThat(panel.path("title").asText()).isNotBlank();
                occupy(panel.path("gridPos"), cells);
            });
        });
    }

    @Test
    void metricsOfAnExpressionAreFound() {
        // When
        Set<String> metrics = Expression.metricsOf("""
                histogram_quantile(0.99, sum by (le, route) (rate(a_bucket{route="/v1/{x}", le!="b_c"}[$__rate_interval])))
                or 0 * max(d:e) > on (slo) group_left (f) g offset 10m and time() - h
                """);
        // Then
        assertThat(metrics).containsExactlyInAnyOrder("a_bucket", "d:e", "g", "h");
    }

    private static Path runbook(Rule alert) {
        return Observability.ROOT.resolve(
                alert.source().at("/annotations/runbook_url").asText());
    }

    private static void occupy(JsonNode place, Set<List<Integer>> cells) {
        int right = place.path("x").asInt() + place.path("w").asInt();
        int bottom = place.path("y").asInt() + place.path("h").asInt();
        assertThat(right).isBetween(1, COLUMNS);
        for (int x = place.path("x").asInt(); x < right; x++) {
            for (int y = place.path("y").asInt(); y < bottom; y++) {
                assertThat(cells.add(List.of(x, y))).as("panels overlap").isTrue();
            }
        }
    }
}
