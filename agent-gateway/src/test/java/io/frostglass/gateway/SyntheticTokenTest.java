package io.frostglass.gateway;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.agent.AgentOutcome;
import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.agent.Revocation;
import io.frostglass.agent.RevocationKind;
import io.frostglass.runtime.synthetic.SyntheticStep;
import io.frostglass.runtime.synthetic.SyntheticSteps;
import io.frostglass.topics.TopicCatalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two instances, of which one uses the token.
@Tag("broker")
class SyntheticTokenTest {

    @TempDir
    static Path folder;

    private static GatewayFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = GatewayFixture.start(folder, List.of("a", "b"));
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    private static AuthorizedMotion synthetic(String siteId) {
        Instant now = Instant.now();
        String id = "evt-" + "5".repeat(31) + siteId.charAt(siteId.length() - 1);
        String revoked = fixture.mint().token(id, now);
        String jti = TestMint.idOf(revoked);
        fixture.cluster()
                .write(
                        TopicCatalogue.REVOCATIONS,
                        "token/" + jti,
                        Revocation.newBuilder()
                                .setKind(RevocationKind.token)
                                .setId(jti)
                                .setIssuedBefore(now.plusSeconds(1))
                                .setRevokedAt(now)
                                .setForgetAfter(now.plus(Duration.ofMinutes(6)))
                                .build(),
                        Revocation.class);
        var event =
                TestMint.event(id, siteId, "cam-synthetic", fixture.mint().token(id, now), now.plus(TestMint.LIFETIME));
        return fixture.mint()
                .publish(AuthorizedMotion.newBuilder(event)
                        .setRevokedToken(revoked)
                        .build());
    }

    private static long instancesWith(String siteId, SyntheticStep step) {
        return fixture.apps().stream()
                .map(app -> new TestClient(app.url(), TestAgents.KEY)
                        .get("/metrics")
                        .body())
                .filter(metrics -> metrics.contains("frostglass_synthetic_last_success_timestamp_seconds"
                        + "{application=\"agent-gateway\",site=\"" + siteId + "\",step=\"" + step.code() + "\"}"))
                .count();
    }

    @Test
    void usesTheTokenOnceAndIsRefusedTheSecondTimeAndWithTheRevokedOne() {
        // When
        AuthorizedMotion event = synthetic("site-1");

        // Then
        eventually("one instance used it", () -> instancesWith("site-1", SyntheticStep.TOKEN_USED), it -> it == 1);
        eventually("both checked", () -> instancesWith("site-1", SyntheticStep.TOKEN_REVOKED), it -> it == 2);
        assertThat(fixture.cluster().decisions())
                .filteredOn(decision -> decision.getEventId().equals(event.getEventId()))
                .first()
                .satisfies(decision -> {
                    assertThat(decision.getAgent()).isEqualTo(SyntheticSteps.AGENT);
                    assertThat(decision.getOutcome()).isEqualTo(AgentOutcome.dismissed);
                    assertThat(decision.getTokenId()).isEqualTo(TestMint.idOf(event.getEphemeralToken()));
                });
        eventually(
                "all is recorded",
                () -> fixture.cluster().audit(event.getEventId()).stream()
                        .filter(SyntheticSteps::isCheck)
                        .map(entry -> entry.getAction() + " " + entry.getReason())
                        .toList(),
                it -> it.containsAll(List.of("used null", "refused used", "refused revoked")));
        assertThat(fixture.cluster().audit(event.getEventId())).allMatch(SyntheticSteps::isCheck);
    }

    @Test
    void showsTheEventToNoAgent() {
        // Given
        AuthorizedMotion event = synthetic("site-2");
        eventually("it was read", () -> instancesWith("site-2", SyntheticStep.TOKEN_REVOKED), it -> it == 2);

        // When an event after it is shown
        AuthorizedMotion motion = fixture.shown("site-2", "cam-2");

        // Then
        assertThat(fixture.agent().get("/v1/events/" + event.getEventId()).status())
                .isEqualTo(404);
        assertThat(fixture.agent().get("/v1/events").body())
                .contains(motion.getEventId())
                .doesNotContain(event.getEventId());
        assertThat(fixture.agent().alert(event).status()).isNotEqualTo(201);
    }
}
