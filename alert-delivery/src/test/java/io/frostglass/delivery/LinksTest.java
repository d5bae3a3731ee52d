package io.frostglass.delivery;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.IncidentAction;
import io.frostglass.alerts.IncidentActionKind;
import io.frostglass.alerts.IncidentChange;
import io.frostglass.delivery.links.TestLinks;
import io.frostglass.testsupport.ReceiverStandIn;
import io.frostglass.testsupport.TestCluster;
import io.frostglass.topics.TopicCatalogue;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The links in a card of Teams, on a real broker: each is followed as a browser would.
@Tag("broker")
class LinksTest {

    private static final String INCIDENT = "inc-site-1-0123456789abcdef";
    private static final String FORM = "application/x-www-form-urlencoded";

    private static final Map<String, String> SETTINGS =
            Map.of("links.public.url", TestLinks.PUBLIC_URL, "links.key", TestLinks.KEY);

    @TempDir
    static Path dir;

    private static TestCluster cluster;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void startCluster() throws Exception {
        cluster = TestCluster.start(dir.resolve("cluster"));
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @Test
    void actsWhenAPersonPressesTheButtonAndNotBefore(@TempDir Path folder) throws Exception {
        try (var teams = new ReceiverStandIn.Teams()) {
            // Given
            Files.writeString(
                    folder.resolve("receivers.yaml"),
                    "receivers: {office: {type: teams, url: \"%s\", allow_private: true}, mute: {type: teams, url: \"%s\", links: false}}"
                            .formatted(teams.url("/workflows/1?sig=x"), teams.url("/")));
            var installation = new Installation(cluster, folder);
            try (var app = installation.start(SETTINGS)) {
                installation.raise(List.of(Incidents.alert("office", "links", 1, IncidentChange.opened)));
                eventually("the card is there", () -> !teams.cards().isEmpty());
                JsonNode card = teams.cards().getFirst();
                String link = card.at("/actions/0/url").asText();
                assertThat(link).startsWith(TestLinks.PUBLIC_URL + "/i/");
                assertThat(card.findValuesAsText("type")).doesNotContain("Image");
                URI page = app.url().resolve(link.substring(TestLinks.PUBLIC_URL.length()));

                // When
                var opened = get(page);
                var head = send(HttpRequest.newBuilder(page).method("HEAD", HttpRequest.BodyPublishers.noBody()));
                var wrong = post(page, "action=delete");
                assertThat(actions("office")).isEmpty();
                var pressed = post(page, "action=acknowledge");

                // Then
                assertThat(opened.statusCode()).isEqualTo(200);
                assertThat(opened.body()).contains("value=\"acknowledge\"", "value=\"resolve\"", "method=\"post\"");
                assertProtected(opened);
                assertThat(head.statusCode()).isEqualTo(200);
                assertThat(wrong.statusCode()).isEqualTo(400);
                assertThat(pressed.statusCode()).isEqualTo(200);
                assertThat(pressed.body()).contains("acknowledged");
                assertThat(actions("office")).singleElement().satisfies(action -> {
                    assertThat(action.getAction()).isEqualTo(IncidentActionKind.acknowledge);
                    assertThat(action.getIncidentId()).isEqualTo(Incidents.id("links"));
                });
            }
        }
    }

    @Test
    void saysWhatIsWrongWithALink(@TempDir Path folder) throws Exception {
        // Given
        Files.writeString(folder.resolve("receivers.yaml"), """
                receivers:
                  quiet: {type: teams, url: "https://a.example/"}
                  muted: {type: teams, url: "https://a.example/", links: false}
                """);
        try (var app = new Installation(cluster, folder).start(SETTINGS)) {
            URI at = app.url();
            Instant later = Instant.now().plusSeconds(60);
            String right = TestLinks.page("quiet", INCIDENT, later);

            // Then
            assertThat(get(at.resolve(right)).statusCode()).isEqualTo(200);
            assertThat(post(at.resolve(right), "action=resolve").statusCode())
                    .as("an action that the link does not have")
                    .isEqualTo(400);
            for (String gone : List.of(
                    TestLinks.page("quiet", INCIDENT, Instant.now().minusSeconds(1)),
                    TestLinks.page("muted", INCIDENT, later),
                    TestLinks.page("removed", INCIDENT, later))) {
                assertThat(get(at.resolve(gone)).statusCode()).isEqualTo(410);
                assertThat(post(at.resolve(gone), "action=acknowledge").statusCode())
                        .isEqualTo(410);
            }
            var unknown = get(at.resolve(right.substring(0, right.length() - 2) + "AA"));
            assertThat(unknown.statusCode()).isEqualTo(404);
            assertThat(unknown.body()).contains("Unknown link");
            assertProtected(unknown);
            assertThat(get(at.resolve(right.replace("/i/", "/t/"))).statusCode())
                    .isEqualTo(404);
            assertThat(send(HttpRequest.newBuilder(at.resolve(right)).DELETE()).statusCode())
                    .isEqualTo(405);
            assertThat(actions("quiet")).isEmpty();
            var codes = new ArrayList<Integer>();
            for (int i = 0; i < 70; i++) {
                codes.add(get(at.resolve(right)).statusCode());
            }
            assertThat(codes).contains(429);
        }
    }

    /// A link does not care which process serves it, nor whether that one has sent the alert.
    @Test
    void servesAThumbnailAfterARestartAndNoOther(@TempDir Path folder) throws Exception {
        try (var teams = new ReceiverStandIn.Teams()) {
            // Given
            Files.writeString(
                    folder.resolve("receivers.yaml"),
                    "receivers: {pictures: {type: teams, url: \"%s\", allow_private: true, thumbnails: true}}"
                            .formatted(teams.url("/workflows/1?sig=x")));
            var installation = new Installation(cluster, folder);
            Escalation alert = Escalation.newBuilder(Incidents.alert("pictures", "p", 1, IncidentChange.opened))
                    .setThumbnail(Installation.alert("pictures").getThumbnail())
                    .build();
            try (var _ = installation.start(SETTINGS)) {
                installation.raise(List.of(alert));
                eventually("the card is there", () -> !teams.cards().isEmpty());
            }
            String link = teams.cards().getFirst().findValuesAsText("url").stream()
                    .filter(url -> url.contains("/t/"))
                    .findFirst()
                    .orElseThrow();

            // When
            try (var app = installation.start(SETTINGS)) {
                URI at = app.url();
                var picture = client.send(
                        HttpRequest.newBuilder(at.resolve(link.substring(TestLinks.PUBLIC_URL.length())))
                                .build(),
                        BodyHandlers.ofByteArray());

                // Then
                byte[] thumbnail = Objects.requireNonNull(alert.getThumbnail()).array();
                assertThat(picture.statusCode()).isEqualTo(200);
                assertThat(picture.body()).isEqualTo(thumbnail);
                assertThat(picture.headers().firstValue("content-type")).hasValue("image/jpeg");
                assertThat(picture.headers().firstValue("x-content-type-options"))
                        .hasValue("nosniff");
                assertThat(picture.headers().firstValue("cache-control")).hasValue("no-store, private");
                Instant later = Instant.now().plusSeconds(60);
                Escalation other = Escalation.newBuilder(alert)
                        .setThumbnail(ByteBuffer.wrap(new byte[] {1}))
                        .build();
                for (String gone : List.of(
                        TestLinks.thumbnail("pictures", Instant.now().minusSeconds(1), 0, 0, alert),
                        TestLinks.thumbnail("removed", later, 0, 0, alert),
                        TestLinks.thumbnail("pictures", later, 0, 1_000_000, alert),
                        TestLinks.thumbnail("pictures", later, position(alert), 0, other))) {
                    assertThat(get(at.resolve(gone)).statusCode()).isEqualTo(404);
                }
            }
        }
    }

    private static int position(Escalation alert) {
        return cluster.records(TopicCatalogue.ESCALATIONS).stream()
                .filter(record -> record.key()
                        .equals(Objects.requireNonNull(alert.getIncident()).getIncidentId()))
                .findFirst()
                .orElseThrow()
                .partition();
    }

    private static void assertProtected(HttpResponse<String> page) {
        var headers = page.headers();
        assertThat(headers.firstValue("cache-control").orElseThrow()).contains("no-store");
        assertThat(headers.firstValue("content-security-policy").orElseThrow())
                .contains("default-src 'none'", "frame-ancestors 'none'", "form-action 'self'");
        assertThat(headers.firstValue("referrer-policy")).hasValue("no-referrer");
        assertThat(headers.firstValue("x-frame-options")).hasValue("DENY");
        assertThat(headers.firstValue("x-content-type-options")).hasValue("nosniff");
    }

    private List<IncidentAction> actions(String receiver) {
        return cluster.read(TopicCatalogue.INCIDENT_ACTIONS, IncidentAction.class).stream()
                .filter(action -> action.getBy().equals(receiver))
                .toList();
    }

    private HttpResponse<String> get(URI uri) throws Exception {
        return send(HttpRequest.newBuilder(uri));
    }

    private HttpResponse<String> post(URI uri, String form) throws Exception {
        return send(HttpRequest.newBuilder(uri)
                .header("Content-Type", FORM)
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
