package io.frostglass.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What leaves the restricted zone must say why it may.
class SchemaDocumentationTest {

    @Test
    void everyValueTypeOfTheCatalogueIsInItsZonesJar() throws Exception {
        for (Topic topic : typedTopics().toList()) {
            // When
            Class<?> type = Class.forName(topic.valueType());

            // Then
            assertThat(type).isAssignableTo(SpecificRecord.class);
            assertThat(type.getProtectionDomain().getCodeSource().getLocation().getPath())
                    .as("where %s comes from", type)
                    .contains("schemas")
                    .contains(topic.zone().code());
        }
    }

    @ParameterizedTest
    @MethodSource("typedTopics")
    void everyTypeAndEveryFieldIsDocumented(Topic topic) throws Exception {
        for (Schema schema : schemasOf(topic)) {
            assertThat(schema.getDoc()).as("doc of %s", schema.getFullName()).isNotBlank();
            for (Schema.Field field : fieldsOf(schema)) {
                assertThat(field.doc())
                        .as("doc of %s.%s", schema.getFullName(), field.name())
                        .isNotBlank();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("typedTopics")
    void everyFieldOutsideTheRestrictedZoneSaysWhyItMayPass(Topic topic) throws Exception {
        if (topic.zone() == Zone.RESTRICTED) {
            return;
        }
        for (Schema schema : schemasOf(topic)) {
            for (Schema.Field field : fieldsOf(schema)) {
                assertThat(field.doc())
                        .as("doc of %s.%s", schema.getFullName(), field.name())
                        .containsPattern("May pass: \\S+");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("typedTopics")
    void everyTypeLivesInTheNamespaceOfItsZone(Topic topic) throws Exception {
        for (Schema schema : schemasOf(topic)) {
            assertThat(schema.getNamespace()).isEqualTo(topic.zone().namespace());
        }
    }

    private static Stream<Topic> typedTopics() {
        return TopicCatalogue.topics().stream()
                .filter(topic -> !topic.valueType().equals(Topic.BYTES));
    }

    private static List<Schema.Field> fieldsOf(Schema schema) {
        return schema.getType() == Schema.Type.RECORD ? schema.getFields() : List.of();
    }

    /// The named types of a topic, nested ones included.
    private static List<Schema> schemasOf(Topic topic) throws Exception {
        Set<Schema> named = new LinkedHashSet<>();
        Object schema = Class.forName(topic.valueType()).getField("SCHEMA$").get(null);
        collect((Schema) schema, named);
        return new ArrayList<>(named);
    }

    private static void collect(Schema schema, Set<Schema> named) {
        switch (schema.getType()) {
            case RECORD -> {
                if (named.add(schema)) {
                    schema.getFields().forEach(field -> collect(field.schema(), named));
                }
            }
            case ENUM, FIXED -> named.add(schema);
            case ARRAY -> collect(schema.getElementType(), named);
            case MAP -> collect(schema.getValueType(), named);
            case UNION -> schema.getTypes().forEach(type -> collect(type, named));
            default -> {}
        }
    }
}
