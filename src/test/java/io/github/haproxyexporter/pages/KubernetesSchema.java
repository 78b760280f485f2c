package io.github.haproxyexporter.pages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The JSON schemas of Kubernetes's API and of Prometheus's operator, as the models of a Java client bring them. */
final class KubernetesSchema {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> DEFINITIONS = Map.of(
            "ConfigMap", "kubernetes_core_ConfigMap",
            "DaemonSet", "kubernetes_apps_DaemonSet",
            "Deployment", "kubernetes_apps_Deployment",
            "PodMonitor", "os_monitoring_v1_PodMonitor",
            "PrometheusRule", "os_monitoring_v1_PrometheusRule");

    private KubernetesSchema() {}

    /** What is wrong with an object; a key that the API does not know is wrong too. */
    static List<String> faults(Map<String, Object> object) {
        String kind = Yaml.string(object, "kind");
        String definition = DEFINITIONS.get(kind);
        if (definition == null) {
            throw new IllegalArgumentException("no schema is known for the kind " + kind);
        }
        try {
            ObjectNode schema = JSON.createObjectNode();
            schema.put("$ref", "#/definitions/" + definition);
            schema.set("definitions", strict(definitionsWith(definition)));
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(schema.toString())
                    .validate(JSON.writeValueAsString(object), InputFormat.JSON)
                    .stream()
                    .map(Object::toString)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode definitionsWith(String name) throws IOException {
        for (URL resource :
                Collections.list(KubernetesSchema.class.getClassLoader().getResources("schema/kube-schema.json"))) {
            try (InputStream in = resource.openStream()) {
                JsonNode definitions = JSON.readTree(in).get("definitions");
                if (definitions.has(name)) {
                    return definitions;
                }
            }
        }
        throw new IllegalStateException("no schema on the class path defines " + name);
    }

    /** They describe Java's classes, which take unknown keys, and Go's structs where the API has numbers or texts. */
    private static JsonNode strict(JsonNode definitions) {
        definitions.properties().forEach(definition -> {
            ObjectNode type = (ObjectNode) definition.getValue();
            if (definition.getKey().endsWith("_IntOrString")
                    || definition.getKey().endsWith("_Quantity")) {
                type.removeAll();
                type.putArray("type").add("string").add("number");
            } else if (type.path("properties").size() > 0) {
                type.put("additionalProperties", false);
                type.get("properties").forEach(property -> ((ObjectNode) property).remove("required"));
            }
        });
        return definitions;
    }
}
