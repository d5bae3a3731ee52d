package io.frostglass.delivery.receivers;

import static io.frostglass.delivery.receivers.TestAlerts.INCIDENT;
import static io.frostglass.delivery.receivers.TestAlerts.NASTY;
import static io.frostglass.delivery.receivers.TestAlerts.incident;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.IncidentChange;
import io.frostglass.delivery.egress.EgressCheck;
import io.frostglass.runtime.webhook.OutgoingRequest;
import io.frostglass.runtime.webhook.WebhookClient;
import io.frostglass.runtime.webhook.WebhookResult;
import io.frostglass.settings.SecretReferences;
import io.frostglass.testsupport.ReceiverStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The files in `examples/receivers`, each against what its product takes.
class ExampleReceiversTest {

    private static final Path EXAMPLES = Path.of("..", "examples", "receivers");

    private static final Map<String, Predicate<JsonNode>> PRODUCTS = Map.of(
            "incident-io",
            json -> hasText(json, "title", "deduplication_key")
                    && Set.of("firing", "resolved").contains(json.path("status").asText())
                    && json.path("metadata").isObject(),
            "rootly",
            json -> hasText(json, "incident", "summary", "status"),
            "servicenow",
            json -> {
                JsonNode record = json.path("records").path(0);
                return json.path("records").size() == 1
                        && hasText(record, "source", "node", "type", "resource", "message_key", "severity")
                        && record.path("severity").asText().matches("[0-5]");
            },
            "jira",
            json -> {
                JsonNode fields = json.path("fields");
                String summary = fields.path("summary").asText();
                boolean labels = true;
                for (JsonNode label : fields.path("labels")) {
                    labels &= label.isTextual() && label.asText().matches("\\S{1,255}");
                }
                return labels
                        && hasText(fields, "summary")
                        && summary.length() <= 255
                        && !summary.contains("\n")
                        && fields.path("description").isTextual()
                        && fields.path("description").asText().length() <= 32_767
                        && fields.at("/project/key").isTextual()
                        && fields.at("/issuetype/name").isTextual();
            },
            "apprise",
            json -> hasText(json, "body")
                    && Set.of("info", "success", "warning", "failure")
                            .contains(json.path("type").asText())
                    && Set.of("text", "markdown", "html")
                            .contains(json.path("format").asText()));

    private final WebhookClient client = new WebhookClient(InstantSource.system());

    @AfterEach
    void close() {
        client.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"incident-io", "rootly", "servicenow", "jira", "apprise"})
    void sendsWhatTheProductTakes(String name) throws Exception {
        try (var product = new ReceiverStandIn.Json(Objects.requireNonNull(PRODUCTS.get(name)))) {
            // Given
            TemplatedRequest example = example(name);
            var api = new TemplatedRequest(
                    new ReceiverAddress(
                            product.url("/"),
                            example.address().headers(),
                            example.address().timeout(),
                            true),
                    example.method(),
                    example.changes(),
                    example.template());
            int wanted = 0;
            for (IncidentChange change : IncidentChange.values()) {
                Escalation alert = incident(2, change)
                        .setSummary(NASTY.repeat(1000))
                        .setSiteId("s".repeat(128))
                        .build();
                if (!api.wants(alert, null)) {
                    continue;
                }

                // When
                wanted++;
                OutgoingRequest request = api.request(alert, new Attempt(1, Instant.now(), null));
                WebhookResult result = api.send(request, client);

                // Then
                assertThat(result).as("%s %s", name, change).isEqualTo(new WebhookResult.Delivered());
            }
            assertThat(product.bodies()).hasSize(wanted).isNotEmpty();
            assertThat(product.bodies().getFirst().toString()).contains("<!channel> &");
            if (!name.equals("apprise")) { // It only passes words on.
                assertThat(product.bodies().getFirst().toString()).contains(INCIDENT);
            }
        }
    }

    /// What the operator has written is not checked; what comes from an alert is.
    @ParameterizedTest
    @ValueSource(strings = {"incident-io", "rootly", "servicenow", "jira", "apprise"})
    void letsTheEgressCheckLookAtWhatTheTemplateFilledIn(String name) throws Exception {
        TemplatedRequest api = example(name);
        var egressCheck = new EgressCheck();
        Escalation clean = incident(1, IncidentChange.opened)
                .setAlertId("alr-" + "0".repeat(32))
                .setEventId("evt-" + "0".repeat(32))
                .build();
        Escalation leak = Escalation.newBuilder(clean)
                .setSummary("see http://192.168.1.20/clip")
                .build();
        var attempt = new Attempt(1, Instant.now(), null);
        assertThat(egressCheck.check(api.request(clean, attempt), api, clean)).isEmpty();
        assertThat(egressCheck.check(api.request(leak, attempt), api, leak)).isPresent();
    }

    @Test
    void hasATestForEachExample() throws IOException {
        try (var files = Files.list(EXAMPLES)) {
            List<String> examples = files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".yaml"))
                    .toList();
            assertThat(examples)
                    .containsExactlyInAnyOrderElementsOf(PRODUCTS.keySet().stream()
                            .map(name -> name + ".yaml")
                            .toList());
        }
    }

    private static boolean hasText(JsonNode json, String... fields) {
        return List.of(fields).stream()
                .allMatch(field -> json.path(field).isTextual()
                        && !json.path(field).asText().isEmpty());
    }

    private static TemplatedRequest example(String name) throws Exception {
        var document = ReceiversFile.read(
                Files.readString(EXAMPLES.resolve(name + ".yaml")),
                SecretReferences.of(secret -> secret.equals("ROOTLY_WEBHOOK") ? "https://rootly.example/x" : "value"),
                Optional.empty());
        assertThat(document.problems()).isEmpty();
        return (TemplatedRequest)
                Objects.requireNonNull(document.value().get(name)).api();
    }
}
