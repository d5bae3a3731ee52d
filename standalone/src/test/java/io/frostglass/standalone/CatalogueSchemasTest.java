package io.frostglass.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.admin.SchemaTexts;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Here the types of all zones meet.
class CatalogueSchemasTest {

    static Iterable<Topic> topics() {
        return TopicCatalogue.topics().stream()
                .filter(topic -> !topic.valueType().equals(Topic.BYTES))
                .toList();
    }

    /// By their texts, as a registry tells schemas apart.
    @ParameterizedTest
    @MethodSource("topics")
    void theSchemaToBeRegisteredIsTheOneThatIsLookedUp(Topic topic) throws Exception {
        String lookedUp =
                SpecificData.get().getSchema(Class.forName(topic.valueType())).toString();

        assertThat(SchemaTexts.bySubject().get(topic.subject())).hasToString(lookedUp);
    }
}
