package io.frostglass.system;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.frostglass.agent.AgentDecision;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.ingest.synthetic.SyntheticMain;
import io.frostglass.runtime.synthetic.SyntheticStep;
import io.frostglass.runtime.synthetic.SyntheticSteps;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.standalone.Application;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The daily synthetic event, through the whole pipeline on a real broker with its ACLs.
@Tag("broker")
class SyntheticEventTest {

    private static final String CAMERA = "cam-synthetic-1";
    private static final String DEVICE = "cam-1";
    private static final String SECRET = "whsec_" + "c3ludGhldGlj".repeat(3);
    private static final String SECRET_OF_DEVICE = "whsec_" + "ZGV2aWNlMDE5".repeat(3);

    private static final String SITES = """
            sites:
              - id: site-1
                time_zone: Europe/London
                hash_key: HASH_KEY
                duplicates: {window: 10m}
                cameras:
                  - {id: DEVICE, scheme: standard-webhooks, secrets: [SECRET_OF_DEVICE]}
                  - {id: CAMERA, scheme: standard-webhooks, secrets: [SECRET_OF_CAMERA], synthetic: true}
            """.replace("HASH_KEY", "c3ludGhldGlj".repeat(4))
            .replace("SECRET_OF_DEVICE", SECRET_OF_DEVICE)
            .replace("SECRET_OF_CAMERA", SECRET)
            .replace("DEVICE", DEVICE)
            .replace("CAMERA", CAMERA);

    private static final Pattern STEP = Pattern.compile(
            "^frostglass_synthetic_last_success_timestamp_seconds\\{.*site=\"site-1\",step=\"(\\w+)\"} (\\S+)$",
            Pattern.MULTILINE);
    private static final Pattern EXPECTED =
            Pattern.compile("^frostglass_ingest_synthetic_expected\\{.*step=\"(\\w+)\"} 1.0$", Pattern.MULTILINE);

    @Test
    void passesEveryStepAndNotifiesNobodyWhileADeviceThatCallsItselfSyntheticRaisesItsAlert() throws Exception {
        try (var standing = Standing.start(Map.of("sites.yaml", SITES), Map.of())) {
            // Given
            eventually(
                    "ingest expects all steps",
                    () -> found(EXPECTED, standing, Application.INGEST).count(),
                    it -> it == SyntheticStep.values().length);

            // When
            int sent = send(standing, CAMERA, SECRET);

            // Then
            assertThat(sent).isZero();
            eventually("all steps succeed", () -> steps(standing), it -> it.equals(allSteps()));
            assertThat(standing.values(TopicCatalogue.MOTION, SanitizedMotion.class))
                    .extracting(SanitizedMotion::getCameraId, SanitizedMotion::getSynthetic)
                    .containsExactly(tuple(CAMERA, true));
            assertThat(standing.metrics(Application.AGENT_GATEWAY))
                    .contains("frostglass_gateway_feed_events{application=\"agent-gateway\"} 0.0");
            assertThat(standing.values(TopicCatalogue.DECISIONS, AgentDecision.class))
                    .extracting(AgentDecision::getAgent)
                    .containsExactly(SyntheticSteps.AGENT);

            // And when a device shows the same picture, and says that it is synthetic
            int forged = send(standing, DEVICE, SECRET_OF_DEVICE);

            // Then
            assertThat(forged).isZero();
            standing.awaitDelivered(1);
            List<SanitizedMotion> events = standing.values(TopicCatalogue.MOTION, SanitizedMotion.class);
            assertThat(events).hasSize(2);
            SanitizedMotion motion = events.stream()
                    .filter(event -> !event.getSynthetic())
                    .findFirst()
                    .orElseThrow();
            assertThat(motion.getCameraId()).isEqualTo(DEVICE);
            assertThat(motion.getDuplicateOf()).isNull();
            assertThat(standing.alerts()).containsExactly(motion.getEventId());

            // And each step is in the audit log
            String synthetic = events.stream()
                    .filter(SanitizedMotion::getSynthetic)
                    .findFirst()
                    .orElseThrow()
                    .getEventId();
            eventually(
                    "the use of the token is recorded",
                    () -> audited(standing, Principal.AGENT_GATEWAY, synthetic),
                    it -> it.size() == 3);
            assertThat(audited(standing, Principal.AGENT_GATEWAY, synthetic))
                    .containsExactlyInAnyOrder("used null", "refused used", "refused revoked");
            assertThat(audited(standing, Principal.INGEST, synthetic)).containsExactly("accepted null");
            assertThat(audited(standing, Principal.TOKEN_STREAM, synthetic))
                    .containsExactlyInAnyOrder("minted null", "revoked synthetic");
            assertThat(audited(standing, Principal.ESCALATION_SINK, synthetic))
                    .contains("not_escalated synthetic")
                    .noneMatch(entry -> entry.startsWith(Action.escalated.name()));
            assertThat(standing.gapsOfTheAuditLog()).isEmpty();
        }
    }

    /// @return the exit code
    private static int send(Standing standing, String camera, String secret) throws IOException {
        Path file = standing.installation().folder().resolve("synthetic-cameras.yaml");
        Files.writeString(file, "cameras: [{id: " + camera + ", secret: \"" + secret + "\"}]");
        return SyntheticMain.commandLine()
                .execute("--url", standing.installation().ingestUrl().toString(), "--cameras", file.toString());
    }

    private static Set<String> allSteps() {
        return new TreeSet<>(
                Arrays.stream(SyntheticStep.values()).map(SyntheticStep::code).toList());
    }

    private static Set<String> steps(Standing standing) {
        return new TreeSet<>(Stream.of(Application.INGEST, Application.AGENT_GATEWAY, Application.ESCALATE)
                .flatMap(application -> found(STEP, standing, application))
                .map(match -> match.group(1))
                .toList());
    }

    private static Stream<MatchResult> found(Pattern pattern, Standing standing, Application application) {
        try {
            return pattern.matcher(standing.metrics(application)).results().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> audited(Standing standing, Principal writer, String event) {
        return standing.values(AuditTopics.of(writer), AuditEntry.class).stream()
                .filter(entry -> event.equals(entry.getEventId()))
                .map(entry -> entry.getAction() + " " + entry.getReason())
                .toList();
    }
}
