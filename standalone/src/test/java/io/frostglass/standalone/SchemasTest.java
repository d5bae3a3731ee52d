package io.frostglass.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.admin.topics.Schemas;
import io.frostglass.topics.Catalogue;
import io.frostglass.topics.Topic;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Here the types of all zones meet.
class SchemasTest {

    static Iterable<Topic> topics() {
        return Catalogue.topics().stream()
                .filter(topic -> !topic.valueType().equals(Topic.BYTES))
                .toList();
    }

    /// By their texts, as a registry tells schemas apart.
    @ParameterizedTest
    @MethodSource("topics")
    void theSchemaToBeRegisteredIsTheOneThatIsLookedUp(Topic topic) throws Exception {
        String lookedUp =
                SpecificData.get().getSchema(Class.forName(topic.valueType())).toString();

        assertThat(Schemas.bySubject().get(topic.subject())).hasToString(lookedUp);
    }
}
