package io.frostglass.standalone;

import io.frostglass.topics.Catalogue;
import io.frostglass.topics.Topic;
import io.frostglass.topics.registry.RegistryRefusedException;
import io.frostglass.topics.registry.RegistrySettings;
import io.frostglass.topics.registry.SchemaRegistryClient;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;

/// The schemas of all topics. Only here, and in what puts a cluster in order, do the types of all zones meet.
public final class Schemas {

    private Schemas() {}

    /// By subject, in the order of the catalogue.
    public static Map<String, Schema> bySubject() {
        var schemas = new LinkedHashMap<String, Schema>();
        for (Topic topic : Catalogue.topics()) {
            if (!topic.valueType().equals(Topic.BYTES)) {
                schemas.put(topic.subject(), schema(topic));
            }
        }
        return schemas;
    }

    /// Registers them all; what is registered already stays as it is.
    ///
    /// @throws RegistryRefusedException if one is not compatible with what is registered
    public static void register(URI registry) {
        var settings = RegistrySettings.of(Map.of("schema.registry.url", registry.toString()));
        try (var client = SchemaRegistryClient.of(settings)) {
            bySubject().forEach(client::register);
        }
    }

    private static Schema schema(Topic topic) {
        try {
            return SpecificData.get().getSchema(Class.forName(topic.valueType()));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("no class for the values of " + topic.name(), e);
        }
    }
}
