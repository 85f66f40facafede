package io.ticketsafe.app.cluster;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketsafe.app.e2e.Installation;
import io.ticketsafe.common.testing.TestCa;
import io.ticketsafe.common.testing.TestCa.Issued;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Membership is open to the private network; the event bus is not. */
class EventBusTlsIT {
    private static final String ADDRESS = "echo";
    private static final DeliveryOptions BRIEFLY = new DeliveryOptions().setSendTimeout(2_000);

    @TempDir
    Path folder;

    private final int port = Installation.freePort();
    private final List<Vertx> members = new ArrayList<>();

    @AfterEach
    void leave() {
        await(Future.join(members.stream().map(Vertx::close).toList()));
    }

    @Test
    void onlyProcessesOfTheSameAuthorityTalk() {
        // Given
        TestCa ca = new TestCa(folder, "cluster-ca");
        Vertx server = join(tls(ca, "one"));
        await(server.eventBus()
                .consumer(ADDRESS, message -> message.reply(message.body()))
                .completion());
        // When
        Vertx friend = join(tls(ca, "two"));
        Vertx stranger = join(tls(new TestCa(folder, "other-ca"), "three"));
        Vertx plain = join(ClusterTls.off());
        // Then
        assertThat(await(ask(friend))).isEqualTo("hello");
        assertThatThrownBy(() -> await(ask(stranger))).isNotNull();
        assertThatThrownBy(() -> await(ask(plain))).isNotNull();
        assertThat(await(ask(friend))).isEqualTo("hello");
    }

    private static Future<String> ask(Vertx member) {
        return member.eventBus().<String>request(ADDRESS, "hello", BRIEFLY).map(answer -> answer.body());
    }

    private static ClusterTls tls(TestCa ca, String name) {
        Issued own = ca.issue(name);
        return new ClusterTls(ca.file(), own.certificate(), own.key());
    }

    private Vertx join(ClusterTls tls) {
        ClusterConfig config = new ClusterConfig(
                true, "bus-tls-" + port, null, port, null, tls, List.of("127.0.0.1:" + port), null, null);
        Vertx member = await(Vertx.builder()
                .with(new VertxOptions().setEventBusOptions(Clustering.bus(config)))
                .withClusterManager(Clustering.members(config))
                .buildClustered());
        members.add(member);
        return member;
    }
}
