package io.frostglass.gateway;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.agent.AgentSeverity;
import io.frostglass.agent.AgentSwitch;
import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.agent.SwitchState;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.bridge.RemoteAgentApi;
import io.frostglass.settings.Secret;
import io.frostglass.tools.AgentApi;
import io.frostglass.tools.ApiResponse;
import io.frostglass.tools.ApiResponse.Declined;
import io.frostglass.tools.ApiResponse.Given;
import io.frostglass.tools.ProblemType;
import io.frostglass.tools.decisions.Decision;
import io.frostglass.tools.decisions.DecisionMetadata;
import io.frostglass.topics.TopicCatalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a real gateway says over HTTP is what an agent on a desktop is told.
@Tag("broker")
class RemoteAgentApiTest {

    private static final String MODEST = "key-of-an-agent-with-little-to-do";
    private static final String PAUSED = "key-of-an-agent-that-is-paused";
    private static final String ABSENT = "key-of-an-agent-of-other-hours";
    private static final String CARELESS = "key-of-an-agent-that-is-careless";

    @TempDir
    static Path folder;

    private static GatewayFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = GatewayFixture.start(
                folder,
                TestAgents.entry("modest", MODEST, "limits: {alerts_per_hour: 1, events_per_minute: 2}"),
                TestAgents.entry("paused", PAUSED),
                TestAgents.entry("absent", ABSENT, "hours: " + TestAgents.otherHours()),
                TestAgents.entry("careless", CARELESS));
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    private static RemoteAgentApi gateway(String key) {
        return new RemoteAgentApi(fixture.url(), Secret.of(key));
    }

    private static ApiResponse raise(RemoteAgentApi gateway, AuthorizedMotion event) throws InterruptedException {
        return raise(gateway, event, event.getEphemeralToken());
    }

    private static ApiResponse raise(RemoteAgentApi gateway, AuthorizedMotion event, String token)
            throws InterruptedException {
        var alert = new Decision(
                Optional.of(AgentSeverity.info), Optional.empty(), Optional.empty(), DecisionMetadata.NONE);
        return gateway.decide(
                new AgentApi.DecisionRequest(UUID.randomUUID().toString(), event.getEventId(), token, alert));
    }

    private static ApiResponse list(RemoteAgentApi gateway) throws InterruptedException {
        return gateway.list(Optional.empty(), 1, Duration.ZERO);
    }

    private static Declined declined(ApiResponse apiResponse) {
        assertThat(apiResponse).isInstanceOf(Declined.class);
        return (Declined) apiResponse;
    }

    /// What the audit log was told of an agent, in a word and its tool.
    private static List<String> told(String agent) {
        return fixture.cluster().audit().stream()
                .filter(entry ->
                        entry.getCall() != null && agent.equals(entry.getCall().getAgent()))
                .map(RemoteAgentApiTest::codes)
                .toList();
    }

    private static String codes(AuditEntry entry) {
        String why = entry.getAction() == Action.shown ? "" : " " + entry.getReason();
        return entry.getAction() + why + " "
                + Objects.requireNonNull(entry.getCall()).getTool();
    }

    @Test
    void tellsOfALimitAndHowLongToWait() throws Exception {
        // Given
        var gateway = gateway(MODEST);
        assertThat(raise(gateway, fixture.shown("site-1", "cam-1"))).isInstanceOf(Given.class);
        assertThat(list(gateway)).isInstanceOf(Given.class);
        assertThat(list(gateway)).isInstanceOf(Given.class);

        // When
        var raised = declined(raise(gateway, fixture.shown("site-1", "cam-1")));
        var listed = declined(list(gateway));

        // Then
        assertThat(raised.type()).isEqualTo(ProblemType.TOO_MUCH);
        assertThat(raised.refusal().retryAfter()).contains(Duration.ofMinutes(1));
        assertThat(listed.type()).isEqualTo(ProblemType.TOO_MUCH);
        assertThat(listed.refusal().retryAfter().orElseThrow()).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(1));
    }

    @Test
    void tellsOfAPause() throws Exception {
        // Given
        var gateway = gateway(PAUSED);
        fixture.cluster()
                .write(
                        TopicCatalogue.SWITCHES,
                        "paused",
                        new AgentSwitch(SwitchState.paused, Instant.now()),
                        AgentSwitch.class);

        // When
        eventually(
                "the agent is paused",
                () -> fixture.agent(PAUSED).get("/v1/events").status(),
                it -> it == 503);

        // Then
        assertThat(declined(list(gateway)).type()).isEqualTo(ProblemType.PAUSED);
        assertThat(declined(raise(gateway, fixture.shown("site-1", "cam-1"))).type())
                .isEqualTo(ProblemType.PAUSED);
    }

    @Test
    void tellsOtherHoursFromAKeyThatIsNotForThis() throws Exception {
        var event = fixture.shown("site-1", "cam-1");

        assertThat(declined(list(gateway(ABSENT))).type()).isEqualTo(ProblemType.OUTSIDE_HOURS);
        assertThat(declined(raise(gateway(ABSENT), event)).type()).isEqualTo(ProblemType.OUTSIDE_HOURS);
        assertThat(declined(list(gateway(TestAgents.AUDITOR_KEY))).type()).isEqualTo(ProblemType.FORBIDDEN);
        assertThat(declined(raise(gateway(TestAgents.AUDITOR_KEY), event)).type())
                .isEqualTo(ProblemType.FORBIDDEN);
        assertThat(declined(raise(gateway("an-unknown-key-of-somebody"), event)).type())
                .isEqualTo(ProblemType.UNAUTHORIZED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"eyJ\neyJ", "eyJ\r\nX: y", "eyJ\u0000", "eyJ\u20ac", "eyJ eyJ", "", "x"})
    void takesWhatIsNoTokenForABadOne(String token) throws Exception {
        // Given
        var event = fixture.shown("site-1", "cam-1");

        // When
        var declined = declined(raise(gateway(TestAgents.KEY), event, token));

        // Then
        assertThat(declined.type()).isEqualTo(ProblemType.TOKEN_REFUSED);
        assertThat(raise(gateway(TestAgents.KEY), event)).isInstanceOf(Given.class);
    }

    @Test
    void readsNoEventToFindOutWhetherItsKeyIsGood() throws Exception {
        // When
        var declined = declined(raise(gateway(CARELESS), fixture.shown("site-1", "cam-1"), "x"));

        // Then
        assertThat(declined.type()).isEqualTo(ProblemType.TOKEN_REFUSED);
        eventually(
                "the audit log has an entry of the careless agent",
                () -> !told("careless").isEmpty());
        assertThat(told("careless")).containsExactly("refused malformed raise_alert");
    }
}
