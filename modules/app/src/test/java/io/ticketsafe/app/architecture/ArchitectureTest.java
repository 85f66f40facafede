package io.ticketsafe.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule holds for the code, and fails for code made to break it. */
class ArchitectureTest {
    private static final String BAD = "io.ticketsafe.app.architecture.bad";
    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/") && !location.contains("-tests.jar"))
            .importPackages("io.ticketsafe");
    private static final JavaClasses BAD_CODE = new ClassFileImporter().importPackages(BAD);

    static List<ArchRule> rules() {
        return new HouseRules("io.ticketsafe").all();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theCodeKeepsTheRules(ArchRule rule) {
        rule.check(CODE);
    }

    @Test
    void everyModuleIsLookedAt() {
        assertThat(Stream.of(
                        "contract",
                        "common",
                        "users",
                        "events",
                        "tickets",
                        "payments",
                        "reports",
                        "gateway",
                        "dev",
                        "app"))
                .allSatisfy(module ->
                        assertThat(CODE).anyMatch(type -> type.getPackageName().startsWith("io.ticketsafe." + module)));
    }

    @Test
    void aServiceThatReachesIntoAnotherIsFound() {
        assertBroken(rules(BAD).serviceKnowsNoOther("users"), "users.Nosy");
    }

    @Test
    void aGatewayThatReachesIntoAServiceIsFound() {
        assertBroken(rules(BAD).serviceKnowsNoOther("gateway"), "gateway.Shortcut");
    }

    @Test
    void aContractThatNeedsAStoreIsFound() {
        assertBroken(rules(BAD).contractStandsAlone(), "contract.Leaky");
    }

    @Test
    void everyWayToWaitIsFound() {
        assertThatThrownBy(() -> rules(BAD).nobodyBlocks().check(BAD_CODE))
                .hasMessageContaining("Blocking.sleeps()")
                .hasMessageContaining("Blocking.awaits(")
                .hasMessageContaining("Blocking.joins(")
                .hasMessageContaining("Blocking.gets(")
                .hasMessageContaining("Blocking.latches(");
    }

    @Test
    void jdbcIsFound() {
        assertBroken(rules(BAD).nobodyUsesJdbc(), "tickets.Jdbc");
    }

    private static HouseRules rules(String root) {
        return new HouseRules(root);
    }

    private static void assertBroken(ArchRule rule, String by) {
        assertThatThrownBy(() -> rule.check(BAD_CODE))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(by);
    }
}
