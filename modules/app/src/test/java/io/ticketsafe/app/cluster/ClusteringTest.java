package io.ticketsafe.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusteringTest {
    @Test
    void byDefaultProcessesMeetOnTheLoopbackAddressAndNeverByMulticast() {
        // When
        Config hazelcast = Clustering.hazelcast(config(null, null));
        // Then
        JoinConfig join = hazelcast.getNetworkConfig().getJoin();
        assertThat(join.getMulticastConfig().isEnabled()).isFalse();
        assertThat(join.getAutoDetectionConfig().isEnabled()).isFalse();
        assertThat(join.getTcpIpConfig().isEnabled()).isTrue();
        assertThat(join.getTcpIpConfig().getMembers()).containsExactly("127.0.0.1");
        assertThat(hazelcast.getNetworkConfig().getInterfaces().getInterfaces()).containsExactly("127.0.0.1");
    }

    @Test
    void inKubernetesAServiceNamesTheMembers() {
        // When
        JoinConfig join = Clustering.hazelcast(config(List.of("10.0.0.1"), "ticketsafe.default.svc"))
                .getNetworkConfig()
                .getJoin();
        // Then
        assertThat(join.getTcpIpConfig().isEnabled()).isFalse();
        assertThat(join.getKubernetesConfig().isEnabled()).isTrue();
        assertThat(join.getKubernetesConfig().getProperty("service-dns")).isEqualTo("ticketsafe.default.svc");
    }

    @Test
    void aDeadProcessIsNoticedWithinSeconds() {
        // When
        Config hazelcast = Clustering.hazelcast(config(null, null));
        // Then
        assertThat(hazelcast.getProperty("hazelcast.max.no.heartbeat.seconds")).isEqualTo("5");
        assertThat(hazelcast.getProperty("hazelcast.heartbeat.interval.seconds"))
                .isEqualTo("1");
        assertThat(hazelcast.getProperty("hazelcast.merge.first.run.delay.seconds"))
                .isEqualTo("10");
        assertThat(hazelcast.getProperty("hazelcast.merge.next.run.delay.seconds"))
                .isEqualTo("10");
    }

    private static ClusterConfig config(List<String> members, String kubernetesService) {
        return new ClusterConfig(null, null, null, null, null, null, members, null, kubernetesService);
    }
}
