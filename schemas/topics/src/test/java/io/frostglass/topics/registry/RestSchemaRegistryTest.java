package io.frostglass.topics.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.frostglass.topics.registry.RegistryRefusedException.RegistryReason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestSchemaRegistryTest {

    private static final Schema SCHEMA =
            SchemaBuilder.record("Seen").fields().requiredString("what").endRecord();

    private FakeRegistry fake;
    private SchemaRegistryClient client;

    @BeforeEach
    void start() throws Exception {
        fake = new FakeRegistry();
        client = new RestSchemaRegistry(new RegistrySettings(List.of(fake.url()), Optional.empty(), Optional.empty()));
    }

    @AfterEach
    void stop() {
        client.close();
        fake.close();
    }

    @Test
    void registersFindsAndReadsASchema() {
        // When
        int id = client.register("topic-value", SCHEMA);

        // Then
        assertThat(client.idOf("topic-value", SCHEMA)).isEqualTo(id);
        assertThat(client.byId(id)).isEqualTo(SCHEMA);
        assertThat(fake.seen())
                .extracting(FakeRegistry.Seen::path)
                .containsExactly("/subjects/topic-value/versions", "/subjects/topic-value", "/schemas/ids/" + id);
    }

    @Test
    void saysThatASchemaIsNotRegistered() {
        // When, Then
        assertThat(refusal(() -> client.idOf("topic-value", SCHEMA))).isEqualTo(RegistryReason.NOT_REGISTERED);
    }

    @Test
    void saysThatAnIdIsUnknown() {
        // When, Then
        assertThat(refusal(() -> client.byId(7))).isEqualTo(RegistryReason.UNKNOWN_ID);
    }

    @ParameterizedTest
    @CsvSource({
        "401, 40101, UNAUTHORISED",
        "403, 40301, UNAUTHORISED",
        "404, 40401, NOT_REGISTERED",
        "409, 409, INCOMPATIBLE",
        "422, 42201, INVALID"
    })
    void tellsRefusalsApart(int status, int code, RegistryReason reason) {
        // Given
        fake.answer(status, "{\"error_code\":" + code + ",\"message\":\"its words\"}");

        // When, Then
        assertThat(refusal(() -> client.register("topic-value", SCHEMA))).isEqualTo(reason);
        assertThatThrownBy(() -> client.register("topic-value", SCHEMA))
                .hasMessageContaining("topic-value")
                .hasMessageNotContaining("its words");
    }

    @ParameterizedTest
    @CsvSource({
        "500, '{\"error_code\":50001}'",
        "503, ''",
        "429, 'slow down'",
        "302, ''",
        "200, '<html>a log-in page</html>'",
        "404, '<html>no such page</html>'",
        "404, '{\"error_code\":404}'"
    })
    void takesWhatIsNoAnswerOfARegistryForItsAbsence(int status, String body) {
        // Given
        fake.answer(status, body);

        // When, Then
        assertThatThrownBy(() -> client.byId(1)).isInstanceOf(RegistryAwayException.class);
    }

    @Test
    void saysThatNothingAnswers() {
        // Given
        fake.close();

        // When, Then
        assertThatThrownBy(() -> client.byId(1))
                .isInstanceOf(RegistryAwayException.class)
                .hasMessageContaining("127.0.0.1:" + fake.url().getPort());
    }

    @Test
    void saysThatASchemaIsOfAnotherKind() {
        // Given
        fake.answer(200, "{\"schemaType\":\"PROTOBUF\",\"schema\":\"syntax = 'proto3';\"}");

        // When, Then
        assertThat(refusal(() -> client.byId(1))).isEqualTo(RegistryReason.INVALID);
    }

    @Test
    void readsNoAnswerWithoutEnd() {
        // Given
        fake.answer(200, "{\"schema\":\"" + "x".repeat(5 * 1024 * 1024) + "\"}");

        // When, Then
        assertThatThrownBy(() -> client.byId(1)).isInstanceOf(RegistryAwayException.class);
    }

    @Test
    void turnsToTheNextAddressAndStaysWithIt() throws Exception {
        // Given
        try (FakeRegistry second = new FakeRegistry();
                SchemaRegistryClient both = new RestSchemaRegistry(
                        new RegistrySettings(List.of(fake.url(), second.url()), Optional.empty(), Optional.empty()))) {
            fake.answer(503, "");

            // When
            both.register("topic-value", SCHEMA);
            both.idOf("topic-value", SCHEMA);

            // Then
            assertThat(fake.seen()).hasSize(1);
            assertThat(second.seen()).hasSize(2);
        }
    }

    @Test
    void logsInAsConfigured() {
        // Given
        RegistrySettings settings = RegistrySettings.of(Map.of(
                "schema.registry.url", fake.url().toString(),
                "basic.auth.credentials.source", "USER_INFO",
                "basic.auth.user.info", "reader:secret"));

        // When
        try (SchemaRegistryClient registry = new RestSchemaRegistry(settings)) {
            registry.register("topic-value", SCHEMA);
        }

        // Then
        assertThat(fake.seen())
                .extracting(FakeRegistry.Seen::authorization)
                .containsExactly("Basic cmVhZGVyOnNlY3JldA==");
    }

    private static RegistryReason refusal(Runnable attempt) {
        return catchThrowableOfType(RegistryRefusedException.class, attempt::run)
                .reason();
    }
}
