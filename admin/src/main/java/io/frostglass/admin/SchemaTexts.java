package io.frostglass.admin;

import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import io.frostglass.topics.registry.RegistryRefusedException;
import io.frostglass.topics.registry.RegistrySettings;
import io.frostglass.topics.registry.SchemaRegistryClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/// The schemas of all topics, as texts. Classes of the restricted zone are on the class paths of that zone only;
/// their schemas are no secret.
public final class SchemaTexts {

    private SchemaTexts() {}

    /// The schemas by subject, in the order of the catalogue.
    public static Map<String, Schema> bySubject() {
        var schemas = new LinkedHashMap<String, Schema>();
        // One parser for all: a topic's type may use that of a topic above it.
        var parser = new Schema.Parser();
        var types = new HashMap<String, Schema>();
        for (Topic topic : TopicCatalogue.topics()) {
            if (!topic.valueType().equals(Topic.BYTES)) {
                Schema schema = types.computeIfAbsent(topic.valueType(), type -> schema(type, parser));
                schemas.put(topic.subject(), schema);
            }
        }
        return schemas;
    }

    /// Registers all schemas. Schemas that are registered already stay as they are.
    ///
    /// @param settings how to reach the registry: for TLS and for logging in, if it needs them
    /// @throws RegistryRefusedException if one is not compatible with a registered version
    public static void register(URI registry, Map<String, ?> settings) {
        var all = new HashMap<String, Object>(settings);
        all.put("schema.registry.url", registry.toString());
        try (var client = SchemaRegistryClient.of(RegistrySettings.of(all))) {
            bySubject().forEach(client::register);
        }
    }

    private static Schema schema(String type, Schema.Parser parser) {
        String file = type.replaceFirst("^io\\.frostglass\\.(\\w+)\\.(\\w+)$", "/schemas/$1/src/main/avro/$2.avsc");
        try (var text = Objects.requireNonNull(SchemaTexts.class.getResourceAsStream(file), file)) {
            Schema schema = parser.parse(text);
            markTexts(schema, new HashSet<>());
            return schema;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Marks every string as the generated classes do: for a registry, schemas with and without the mark differ.
    private static void markTexts(Schema schema, Set<String> seen) {
        switch (schema.getType()) {
            case STRING -> GenericData.setStringType(schema, GenericData.StringType.String);
            case RECORD -> {
                if (seen.add(schema.getFullName())) {
                    schema.getFields().forEach(field -> markTexts(field.schema(), seen));
                }
            }
            case UNION -> schema.getTypes().forEach(type -> markTexts(type, seen));
            case ARRAY -> markTexts(schema.getElementType(), seen);
            case MAP -> {
                GenericData.setStringType(schema, GenericData.StringType.String);
                markTexts(schema.getValueType(), seen);
            }
            default -> {
                // Holds no string.
            }
        }
    }
}
