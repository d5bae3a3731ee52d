package io.frostglass.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.frostglass.restricted.Receipt;
import io.frostglass.topics.registry.RegistryRefusedException;
import io.frostglass.topics.registry.RegistryRefusedException.RegistryReason;
import io.frostglass.topics.registry.RegistrySettings;
import io.frostglass.topics.registry.SchemaRegistryClient;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The same, and what it refuses, over a running Apicurio Registry. Needs the Maven profile `registry`, which
/// fetches it.
@Tag("registry")
class ApicurioRegistryTest extends WireFormatContract {

    private static Apicurio apicurio;

    @BeforeAll
    static void start() throws Exception {
        apicurio = Apicurio.start();
    }

    @AfterAll
    static void stop() {
        apicurio.close();
    }

    @Override
    String registryUrl() {
        return apicurio.url().toString();
    }

    @Test
    void givesOneSchemaOneId() {
        try (SchemaRegistryClient client = client()) {
            // When
            int id = client.register("once-value", Receipt.getClassSchema());

            // Then
            try (SchemaRegistryClient another = client()) {
                assertThat(another.register("once-value", Receipt.getClassSchema()))
                        .isEqualTo(id);
                assertThat(another.idOf("once-value", Receipt.getClassSchema())).isEqualTo(id);
                assertThat(another.byId(id)).isEqualTo(Receipt.getClassSchema());
            }
        }
    }

    @Test
    void isUnderstoodWhenItRefuses() {
        // Given
        Schema first =
                SchemaBuilder.record("Seen").fields().requiredString("what").endRecord();
        Schema breaking =
                SchemaBuilder.record("Seen").fields().requiredString("who").endRecord();
        try (SchemaRegistryClient client = client()) {
            assertThat(refusal(() -> client.idOf("refusing-value", first))).isEqualTo(RegistryReason.NOT_REGISTERED);
            client.register("refusing-value", first);

            // When, Then
            assertThat(refusal(() -> client.idOf("refusing-value", breaking))).isEqualTo(RegistryReason.NOT_REGISTERED);
            assertThat(refusal(() -> client.register("refusing-value", breaking)))
                    .isEqualTo(RegistryReason.INCOMPATIBLE);
            assertThat(refusal(() -> client.byId(4711))).isEqualTo(RegistryReason.UNKNOWN_ID);
        }
    }

    private static SchemaRegistryClient client() {
        URI url = apicurio.url();
        return SchemaRegistryClient.of(new RegistrySettings(List.of(url), Optional.empty(), Optional.empty()));
    }

    private static RegistryReason refusal(Runnable attempt) {
        return catchThrowableOfType(RegistryRefusedException.class, attempt::run)
                .reason();
    }
}
