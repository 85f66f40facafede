package io.ticketsafe.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class HelmChartTest {
    private static final List<String> ROLES = List.of("gateway", "users", "events", "tickets", "payments", "reports");
    private static final Map<String, String> EVERYTHING = Map.of(
            // Helm's library renders no hooks.
            "migration.hook", "false",
            "ingress.enabled", "true",
            "ingress.tlsSecret", "shop-tls",
            "serviceMonitor.enabled", "true",
            "files.cluster-tls.secret.secretName", "shop-cluster-tls");

    @Test
    void helmFindsNothingWrong() {
        // When
        LintResult result = new Helm(Chart.FOLDER).lint().strict().call();
        // Then
        assertThat(result.isFailed())
                .as(String.join("\n", result.getMessages()))
                .isFalse();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"values-small.yaml", "values-onsale.yaml"})
    void everythingIsWhatKubernetesKnows(String values) {
        // When
        Chart chart = Chart.rendered(values, EVERYTHING);
        // Then
        assertThat(chart.resources()).hasSizeGreaterThan(9).allSatisfy(resource -> {
            assertThat(resource.getMetadata().getName()).matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
            if (!(resource instanceof GenericKubernetesResource)) {
                assertThat(Unknown.in(resource))
                        .as(resource.getMetadata().getName())
                        .isEmpty();
            }
        });
        assertThat(chart.all(GenericKubernetesResource.class))
                .extracting(GenericKubernetesResource::getKind)
                .containsExactly("ServiceMonitor");
        assertThat(chart.all(Secret.class)).isEmpty();
    }

    @Test
    void everyRoleHasProcessesOfItsOwn() {
        // When
        List<Deployment> deployments = Chart.rendered(null, Map.of()).all(Deployment.class);
        // Then
        assertThat(deployments)
                .extracting(deployment -> deployment.getMetadata().getName())
                .containsExactlyInAnyOrderElementsOf(
                        ROLES.stream().map(role -> "shop-ticketsafe-" + role).toList());
        assertThat(deployments).allSatisfy(deployment -> {
            String role =
                    deployment.getSpec().getTemplate().getMetadata().getLabels().get("app.kubernetes.io/component");
            assertThat(variables(container(deployment.getSpec().getTemplate().getSpec())))
                    .containsEntry("TICKETSAFE_ROLES", role);
            assertThat(deployment.getSpec().getTemplate().getMetadata().getLabels())
                    .containsAllEntriesOf(deployment.getSpec().getSelector().getMatchLabels());
            assertThat(deployment.getSpec().getReplicas()).isEqualTo(2);
            assertThat(deployment
                            .getSpec()
                            .getStrategy()
                            .getRollingUpdate()
                            .getMaxUnavailable()
                            .getIntVal())
                    .isZero();
        });
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"values-small.yaml", "values-onsale.yaml"})
    void everySettingIsOneThatIsDocumented(String values) {
        // Given
        Set<String> documented = Settings.variables();
        assertThat(documented).contains("TICKETSAFE_POSTGRES_MAX_POOL_SIZE", "TICKETSAFE_CLUSTER_KUBERNETES_SERVICE");
        // When
        Stream<String> used =
                pods(Chart.rendered(values, EVERYTHING)).flatMap(pod -> variables(container(pod)).keySet().stream());
        // Then
        assertThat(used.map(variable -> variable.replaceAll("_FILE$", "")).collect(Collectors.toSet()))
                .isSubsetOf(documented);
    }

    @Test
    void aProcessHasNoRightsAndWritesNothing() {
        assertThat(pods(Chart.rendered(null, EVERYTHING)))
                .hasSize(ROLES.size() + 1)
                .allSatisfy(pod -> {
                    Container container = container(pod);
                    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
                    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
                    assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                            .isTrue();
                    assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                            .isFalse();
                    assertThat(container.getSecurityContext().getCapabilities().getDrop())
                            .containsExactly("ALL");
                    assertThat(container.getResources().getLimits())
                            .containsKey("memory")
                            .doesNotContainKey("cpu");
                    assertThat(container.getEnv())
                            .filteredOn(variable -> variable.getName().matches(".*(KEY|SECRET|PASSWORD|URL)$"))
                            .isEmpty();
                });
    }

    @Test
    void eachMountIsThere() {
        assertThat(pods(Chart.rendered(null, EVERYTHING)))
                .allSatisfy(pod -> assertThat(container(pod).getVolumeMounts())
                        .extracting(mount -> mount.getName())
                        .containsExactlyInAnyOrderElementsOf(pod.getVolumes().stream()
                                .map(volume -> volume.getName())
                                .toList())
                        .contains("cluster-tls"));
    }

    @Test
    void probesAskOnThePortThatIsThere() {
        assertThat(Chart.rendered(null, Map.of()).all(Deployment.class)).allSatisfy(deployment -> {
            Container container = container(deployment.getSpec().getTemplate().getSpec());
            assertThat(List.of(
                            container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe()))
                    .extracting(
                            probe -> probe.getHttpGet().getPath(),
                            probe -> probe.getHttpGet().getPort().getStrVal())
                    .extracting(asked -> asked.toList().get(1))
                    .containsOnly("management");
            assertThat(container.getPorts()).extracting(ContainerPort::getName).contains("management");
        });
    }

    @Test
    void servicesAndPoliciesFindTheirProcesses() {
        // Given
        Chart chart = Chart.rendered("values-onsale.yaml", EVERYTHING);
        List<Map<String, String>> processes = chart.all(Deployment.class).stream()
                .map(deployment ->
                        deployment.getSpec().getTemplate().getMetadata().getLabels())
                .toList();
        // Then
        assertThat(chart.all(Service.class))
                .hasSize(2)
                .allSatisfy(service -> assertThat(
                                selected(processes, service.getSpec().getSelector()))
                        .isPositive());
        assertThat(chart.all(NetworkPolicy.class))
                .hasSize(2)
                .allSatisfy(policy -> assertThat(selected(
                                processes, policy.getSpec().getPodSelector().getMatchLabels()))
                        .isPositive());
        assertThat(chart.all(PodDisruptionBudget.class))
                .hasSize(ROLES.size())
                .allSatisfy(budget -> assertThat(selected(
                                processes, budget.getSpec().getSelector().getMatchLabels()))
                        .isEqualTo(1));
        assertThat(chart.all(HorizontalPodAutoscaler.class))
                .extracting(scaler -> scaler.getSpec().getScaleTargetRef().getName())
                .containsExactlyInAnyOrder("shop-ticketsafe-gateway", "shop-ticketsafe-tickets");
        assertThat(chart.all(Ingress.class)).hasSize(1);
    }

    @Test
    void processesFindEachOtherEvenBeforeTheyAreReady() {
        // When
        Chart chart = Chart.rendered(null, Map.of());
        // Then
        Service members = chart.all(Service.class).stream()
                .filter(service -> "None".equals(service.getSpec().getClusterIP()))
                .findFirst()
                .orElseThrow();
        assertThat(members.getSpec().getPublishNotReadyAddresses()).isTrue();
        assertThat(chart.all(Deployment.class))
                .allSatisfy(deployment -> assertThat(variables(
                                container(deployment.getSpec().getTemplate().getSpec())))
                        .containsEntry(
                                "TICKETSAFE_CLUSTER_KUBERNETES_SERVICE",
                                members.getMetadata().getName() + ".tickets.svc.cluster.local"));
    }

    @Test
    void schemasAreMigratedByAJob() {
        // When
        List<Job> jobs = Chart.rendered(null, EVERYTHING).all(Job.class);
        // Then
        assertThat(jobs).hasSize(1);
        assertThat(container(jobs.get(0).getSpec().getTemplate().getSpec()).getArgs())
                .startsWith("migrate");
    }

    @Test
    void theSmallInstallationHasOneProcessEachAndNothingThatKeepsNodesFromBeingEmptied() {
        // When
        Chart chart = Chart.rendered("values-small.yaml", Map.of());
        // Then
        assertThat(chart.all(Deployment.class))
                .extracting(deployment -> deployment.getSpec().getReplicas())
                .containsOnly(1);
        assertThat(chart.all(PodDisruptionBudget.class)).isEmpty();
        assertThat(chart.all(HasMetadata.class)).doesNotHaveAnyElementsOfTypes(NetworkPolicy.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"roles.gatway.replicas=2", "all.replicas=none", "settings.HTTP_PORT=80", "image.tga=1"})
    void aTypingErrorIsRefused(String wrong) {
        // Given
        String[] setting = wrong.split("=");
        // Then
        assertThatThrownBy(() -> Chart.rendered(null, Map.of(setting[0], setting[1])))
                .hasMessageContaining("schema");
    }

    private static Stream<PodSpec> pods(Chart chart) {
        return Stream.concat(
                chart.all(Deployment.class).stream()
                        .map(deployment -> deployment.getSpec().getTemplate().getSpec()),
                chart.all(Job.class).stream()
                        .map(job -> job.getSpec().getTemplate().getSpec()));
    }

    private static Container container(PodSpec pod) {
        assertThat(pod.getContainers()).hasSize(1);
        return pod.getContainers().get(0);
    }

    private static Map<String, String> variables(Container container) {
        return container.getEnv().stream()
                .collect(Collectors.toMap(EnvVar::getName, variable -> String.valueOf(variable.getValue())));
    }

    private static long selected(List<Map<String, String>> processes, Map<String, String> selector) {
        return processes.stream()
                .filter(labels -> labels.entrySet().containsAll(selector.entrySet()))
                .count();
    }
}
