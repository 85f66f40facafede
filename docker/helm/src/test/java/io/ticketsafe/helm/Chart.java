package io.ticketsafe.helm;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What Helm makes of the chart with some values, read with the models of the Kubernetes API. */
record Chart(List<HasMetadata> resources) {
    static final Path FOLDER = Path.of("ticketsafe");
    static final String RELEASE = "shop";
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    /** @param file of values beside the chart's own, or null */
    static Chart rendered(String file, Map<String, String> settings) {
        TemplateCommand template = new Helm(FOLDER).template().withName(RELEASE).withNamespace("tickets");
        if (file != null) {
            template.withValuesFile(FOLDER.resolve(file));
        }
        settings.forEach(template::set);
        List<HasMetadata> resources = new ArrayList<>();
        for (String document : template.call().split("(?m)^---\\s*$")) {
            if (!document.replaceAll("(?m)^\\s*#.*$", "").isBlank()) {
                resources.add(SERIALIZATION.unmarshal(document));
            }
        }
        return new Chart(resources);
    }

    <T> List<T> all(Class<T> kind) {
        return resources.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
