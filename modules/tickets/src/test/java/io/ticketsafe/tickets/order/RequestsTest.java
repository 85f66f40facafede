package io.ticketsafe.tickets.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.bus.Caller;
import io.ticketsafe.contract.Role;
import io.ticketsafe.contract.ServiceFault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class RequestsTest {
    private final UUID user = UUID.randomUUID();
    private final UUID order = UUID.randomUUID();

    private static Call call(UUID userId, String key) {
        return new Call(new Caller(userId, Set.of(Role.USER), null, Instant.MAX), null, null, key);
    }

    @Test
    void theSameRequestHasTheSameId() {
        UUID id = Requests.id("pay", order, call(user, "k"));
        assertThat(Requests.id("pay", order, call(user, "k"))).isEqualTo(id);
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(order.getMostSignificantBits() >>> 16);
    }

    @Test
    void everyOtherRequestHasAnotherId() {
        assertThat(List.of(
                        Requests.id("pay", order, call(user, "k")),
                        Requests.id("refund", order, call(user, "k")),
                        Requests.id("pay", UUID.randomUUID(), call(user, "k")),
                        Requests.id("pay", order, call(UUID.randomUUID(), "k")),
                        Requests.id("pay", order, call(user, "K"))))
                .doesNotHaveDuplicates();
    }

    @Test
    void cursorsLeadFromPageToPage() {
        // Given
        List<UUID> found =
                IntStream.range(0, 3).mapToObj(i -> UUID.randomUUID()).toList();
        // When
        String cursor = Cursors.next(found, 2, id -> id);
        // Then
        assertThat(Cursors.before(cursor)).isEqualTo(found.get(1));
        assertThat(Cursors.page(found, 2)).isEqualTo(found.subList(0, 2));
        assertThat(Cursors.next(found, 3, id -> id)).isNull();
        assertThat(Cursors.before(null)).isNull();
        Assertions.assertThatThrownBy(() -> Cursors.before("nonsense")).isInstanceOf(ServiceFault.class);
    }

    @Test
    void aConfigurationThatCannotWorkIsRefused() {
        Duration second = Duration.ofSeconds(1);
        Assertions.assertThatThrownBy(() -> new OrderConfig(null, null, null, second, null, second, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("takeOverAfter");
        assertThat(OrderConfig.defaults().paymentPatience()).isEqualTo(Duration.ofSeconds(10));
    }
}
