package io.ticketsafe.app.cluster;

import io.ticketsafe.common.config.Limits;
import java.util.List;

/**
 * How processes find each other and talk.
 *
 * @param enabled whether to join others; a process that does not run every role joins in any case
 * @param name processes of another name are strangers
 * @param host address of this process in the private network of the cluster
 * @param port of the membership protocol; where it is taken, the next one is tried
 * @param eventBusPort of the event bus, 0 for a free one
 * @param tls of the event bus
 * @param members addresses or {@code address:port} of some processes to ask first
 * @param fewestMembers with fewer processes in the cluster, this one says that it is not ready
 * @param kubernetesService DNS name of a headless service whose addresses are the members; instead of {@code members}
 */
public record ClusterConfig(
        Boolean enabled,
        String name,
        String host,
        Integer port,
        Integer eventBusPort,
        ClusterTls tls,
        List<String> members,
        Integer fewestMembers,
        String kubernetesService) {
    public ClusterConfig {
        enabled = Limits.orDefault(enabled, false);
        name = Limits.orDefault(name, "ticketsafe");
        host = Limits.orDefault(host, "127.0.0.1");
        port = Limits.within("port", port, 5701, 1, 65_535);
        eventBusPort = Limits.port("eventBusPort", eventBusPort, 0);
        tls = Limits.orDefault(tls, ClusterTls.off());
        members = Limits.orDefault(members, List.of("127.0.0.1"));
        fewestMembers = Limits.within("fewestMembers", fewestMembers, 1, 1, 1_000);
    }
}
