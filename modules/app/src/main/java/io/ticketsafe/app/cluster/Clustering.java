package io.ticketsafe.app.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.NetworkConfig;
import io.ticketsafe.common.tls.Authorities;
import io.ticketsafe.common.tls.Identity;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import java.util.Map;

/**
 * Membership by Hazelcast. Never by multicast; and tuned to notice a dead or frozen process within seconds: with
 * Hazelcast's defaults, half of the bus requests failed for a minute after one of three processes froze.
 */
public final class Clustering {
    private static final int PORTS_TO_TRY = 20;

    private static final Map<String, String> PROPERTIES = Map.ofEntries(
            Map.entry("hazelcast.max.no.heartbeat.seconds", "5"),
            Map.entry("hazelcast.heartbeat.interval.seconds", "1"),
            Map.entry("hazelcast.merge.first.run.delay.seconds", "10"),
            Map.entry("hazelcast.merge.next.run.delay.seconds", "10"),
            Map.entry("hazelcast.graceful.shutdown.max.wait", "3"),
            Map.entry("hazelcast.wait.seconds.before.join", "1"),
            Map.entry("hazelcast.tcp.join.port.try.count", String.valueOf(PORTS_TO_TRY)),
            Map.entry("hazelcast.socket.bind.any", "false"),
            Map.entry("hazelcast.phone.home.enabled", "false"),
            Map.entry("hazelcast.shutdownhook.enabled", "false"),
            Map.entry("hazelcast.logging.type", "slf4j"));

    private Clustering() {}

    public static Members members(ClusterConfig cluster) {
        return new Members(hazelcast(cluster));
    }

    /** Blocking, where files are named. */
    public static EventBusOptions bus(ClusterConfig cluster) {
        EventBusOptions bus = new EventBusOptions().setHost(cluster.host()).setPort(cluster.eventBusPort());
        ClusterTls tls = cluster.tls();
        return tls.isOn()
                ? bus.setSsl(true)
                        .setClientAuth(ClientAuth.REQUIRED)
                        .setTrustOptions(
                                Authorities.read("cluster.tls.ca", tls.ca()).options())
                        .setKeyCertOptions(Identity.read("cluster.tls", tls.certificate(), tls.key())
                                .options())
                : bus;
    }

    static Config hazelcast(ClusterConfig cluster) {
        Config config = new Config();
        config.setClusterName(cluster.name());
        PROPERTIES.forEach(config::setProperty);
        // The three that the Vert.x cluster manager keeps its subscriptions and nodes in.
        config.addMultiMapConfig(new MultiMapConfig("__vertx.subs")
                .setBackupCount(1)
                .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
        config.addMapConfig(new MapConfig("__vertx.haInfo").setBackupCount(1));
        config.addMapConfig(new MapConfig("__vertx.nodeInfo").setBackupCount(1));
        configure(config.getNetworkConfig(), cluster);
        return config;
    }

    private static void configure(NetworkConfig network, ClusterConfig cluster) {
        network.setPort(cluster.port()).setPortAutoIncrement(true).setPortCount(PORTS_TO_TRY);
        network.setPublicAddress(cluster.host());
        network.getInterfaces().setEnabled(true).addInterface(cluster.host());
        JoinConfig join = network.getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        if (cluster.kubernetesService() != null) {
            join.getKubernetesConfig().setEnabled(true).setProperty("service-dns", cluster.kubernetesService());
        } else {
            join.getTcpIpConfig().setEnabled(true).setMembers(cluster.members());
        }
    }
}
