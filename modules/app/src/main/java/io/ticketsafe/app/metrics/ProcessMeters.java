package io.ticketsafe.app.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmHeapPressureMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.ticketsafe.app.Role;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.cluster.ClusterManager;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What this process is, and how its JVM is doing. */
public final class ProcessMeters {
    private ProcessMeters() {}

    public static void bind(MeterRegistry meters, Vertx vertx, List<Role> roles) {
        Stream.<MeterBinder>of(
                        new ClassLoaderMetrics(),
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        new ProcessorMetrics(),
                        new FileDescriptorMetrics(),
                        new UptimeMetrics())
                .forEach(binder -> binder.bindTo(meters));
        bindGcMeters(meters);
        bindBuild(meters);
        bindRoles(meters, roles);
        bindMembers(meters, vertx);
    }

    /** These listen for as long as the process lives, which is as long as they are of use. */
    @SuppressWarnings("resource")
    private static void bindGcMeters(MeterRegistry meters) {
        new JvmGcMetrics().bindTo(meters);
        new JvmHeapPressureMetrics().bindTo(meters);
    }

    private static void bindBuild(MeterRegistry meters) {
        String version = ProcessMeters.class.getPackage().getImplementationVersion();
        Gauge.builder("ticketsafe.build", () -> 1)
                .description("Always 1; the labels say what runs")
                .tag("version", Objects.requireNonNullElse(version, "unpackaged"))
                .tag("java", System.getProperty("java.version"))
                .register(meters);
    }

    private static void bindRoles(MeterRegistry meters, List<Role> roles) {
        roles.stream()
                .distinct()
                .forEach(role -> Gauge.builder("ticketsafe.role", () -> 1)
                        .description("1 for each role of this process")
                        .tag("role", role.label())
                        .register(meters));
    }

    private static void bindMembers(MeterRegistry meters, Vertx vertx) {
        ClusterManager cluster = ((VertxInternal) vertx).clusterManager();
        Gauge.builder(
                        "ticketsafe.cluster.members",
                        () -> cluster == null ? 1 : cluster.getNodes().size())
                .description("Processes of the cluster as this one sees it; 1 without a cluster")
                .register(meters);
    }
}
