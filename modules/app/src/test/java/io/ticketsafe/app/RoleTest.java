package io.ticketsafe.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoleTest {
    @ParameterizedTest
    @ValueSource(strings = {"mongo", "mongo-reports"})
    void onlyReportsNeedMongo(String check) {
        assertThat(Role.canDoWithout(check, List.of(Role.REPORTS))).isFalse();
        assertThat(Role.canDoWithout(check, List.of(Role.EVENTS))).isTrue();
        assertThat(Role.canDoWithout(check, List.of(Role.values()))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "postgres-tickets"})
    void holdingAndLookingGoOnWithoutPostgres(String check) {
        assertThat(Role.canDoWithout(check, List.of(Role.USERS, Role.EVENTS, Role.PAYMENTS, Role.REPORTS)))
                .isFalse();
        assertThat(Role.canDoWithout(check, List.of(Role.TICKETS))).isTrue();
        assertThat(Role.canDoWithout(check, List.of(Role.GATEWAY))).isTrue();
        assertThat(Role.canDoWithout(check, List.of(Role.values()))).isTrue();
    }

    @Test
    void everybodyCanDoWithoutKafka() {
        assertThat(Role.canDoWithout("kafka", List.of(Role.REPORTS))).isTrue();
    }

    @Test
    void everybodyCanDoWithoutTheReplica() {
        assertThat(Role.canDoWithout("postgres-replica", List.of(Role.PAYMENTS)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis", "postgresql", "mongodb"})
    void nobodyCanDoWithoutTheOthers(String check) {
        assertThat(Role.canDoWithout(check, List.of(Role.values()))).isFalse();
    }
}
