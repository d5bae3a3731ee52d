package io.frostglass.gateway;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.frostglass.agent.AgentAttendance;
import io.frostglass.agent.AgentEffect;
import io.frostglass.agent.AgentRollout;
import io.frostglass.agent.AgentRolloutApproval;
import io.frostglass.agent.AgentSwitch;
import io.frostglass.agent.AttendedSite;
import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.agent.RolloutMode;
import io.frostglass.agent.SwitchState;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.rollouts.RolloutAdministration;
import io.frostglass.rollouts.RolloutAdministration.Approved;
import io.frostglass.rollouts.RolloutAdministration.Proposed;
import io.frostglass.rollouts.RolloutStage;
import io.frostglass.rollouts.RolloutStatus;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.topics.EventShare;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a real broker with its ACLs. Each test has a site of its own.
@Tag("broker")
class RolloutTest {

    private static final RolloutStage OFF = new RolloutStage(RolloutMode.off, 0);
    private static final RolloutStage HALF = new RolloutStage(RolloutMode.canary, 50);

    @TempDir
    static Path folder;

    private static GatewayCluster cluster;
    private static TestMint mint;
    private static RunningApplication app;
    private static TestClient agent;

    @BeforeAll
    static void start() throws Exception {
        cluster = GatewayCluster.start(folder);
        mint = TestMint.open(cluster);
        app = cluster.gateway("a", TestAgents.write(folder.resolve("agents.yaml")));
        agent = new TestClient(app.url(), TestAgents.KEY);
    }

    @AfterAll
    static void stop() {
        app.close();
        cluster.close();
    }

    private static RolloutAdministration as(Principal principal) {
        return new RolloutAdministration(cluster.clientOf(principal), cluster.serdes(), Clock.systemUTC());
    }

    private static Proposed propose(String site, RolloutStage rolloutStage) {
        return as(Principal.TOKEN_ADMIN).propose(site, rolloutStage);
    }

    /// By both.
    private static void rollOut(String site, RolloutStage rolloutStage) {
        Proposed proposed = propose(site, rolloutStage);
        if (!proposed.isInEffect()) {
            as(Principal.ROLLOUT_APPROVER).approve(site, proposed.rollout().getRolloutId());
        }
    }

    private static AuthorizedMotion shown(String site) {
        var event = mint.event(site, "cam-1");
        eventually("the event is shown", () -> isShown(event));
        return event;
    }

    private static boolean isShown(AuthorizedMotion event) {
        return agent.get("/v1/events/" + event.getEventId()).status() == 200;
    }

    private static AgentEffect effect(AuthorizedMotion event) {
        return cluster.decisions().stream()
                .filter(decision -> decision.getEventId().equals(event.getEventId()))
                .findFirst()
                .orElseThrow()
                .getEffect();
    }

    /// The one entry of this kind about an event, once it is there.
    private static List<Tuple> auditedRollout(Principal writer, String rolloutId) {
        return cluster.audit(writer).stream()
                .filter(entry -> rolloutId.equals(entry.getSubject()))
                .map(entry -> tuple(entry.getSiteId(), entry.getAction(), entry.getReason()))
                .toList();
    }

    private static AuditEntry audited(AuthorizedMotion event, Action action) {
        eventually("one audit entry about the action", () -> entries(event, action), it -> it.size() == 1);
        return entries(event, action).getFirst();
    }

    private static List<AuditEntry> entries(AuthorizedMotion event, Action action) {
        return cluster.audit(event.getEventId()).stream()
                .filter(entry -> entry.getAction() == action)
                .toList();
    }

    @Test
    void aSiteThatIsOffIsNeitherSeenNorDecided() {
        // Given
        var event = shown("off-site");

        // When
        rollOut("off-site", OFF);
        eventually("the event is not shown", () -> !isShown(event));

        // Then
        assertThat(agent.get("/v1/events?limit=100").body()).doesNotContain(event.getEventId());
        assertThat(agent.alert(event).status()).isEqualTo(401);
        assertThat(audited(event, Action.refused).getReason()).isEqualTo("rollout_off");
        assertThat(new TestClient(app.url(), TestAgents.AUDITOR_KEY)
                        .introspect(event.getEphemeralToken())
                        .json()
                        .path("active")
                        .booleanValue())
                .isFalse();
    }

    @Test
    void aSiteThatIsSeenAgainHasItsEventsAndTheirTokensAreGood() {
        // Given
        rollOut("seen-again", OFF);
        var event = mint.event("seen-again", "cam-1");

        // When
        rollOut("seen-again", RolloutStage.SHADOW);

        // Then
        eventually("the event is shown", () -> isShown(event));
        assertThat(agent.alert(event).status()).isEqualTo(201);
    }

    @Test
    void whatIsDecidedWhereNobodyHasSaidAnythingIsNotActedOn() {
        // Given
        var event = shown("silent-site");

        // When
        var answer = agent.alert(event);

        // Then
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body()).doesNotContain("effect", "shadow");
        assertThat(effect(event)).isEqualTo(AgentEffect.shadowed);
        var call = audited(event, Action.used).getCall();
        assertThat(call.getAgent()).isEqualTo("all");
        assertThat(call.getTool()).isEqualTo("raise_alert");
        assertThat(call.getOutcome()).isEqualTo("raised");
        assertThat(call.getEffect()).isEqualTo("shadowed");
    }

    @Test
    void aCanaryActsOnItsShareOfTheEvents() {
        // Given
        rollOut("canary-site", HALF);
        eventually("the site is attended", () -> attended("canary-site"));

        // When
        var events = List.of(shown("canary-site"), shown("canary-site"), shown("canary-site"), shown("canary-site"));
        events.forEach(event -> assertThat(agent.dismiss(event).status()).isEqualTo(201));

        // Then
        assertThat(events)
                .allSatisfy(event -> assertThat(effect(event))
                        .isEqualTo(
                                EventShare.includes(event.getEventId(), 50)
                                        ? AgentEffect.acted
                                        : AgentEffect.shadowed));
    }

    /// Whether the gateway knows that decisions are acted on there.
    private static boolean attended(String site) {
        agent.get("/v1/events");
        return attendedNow().stream().anyMatch(it -> it.getSiteId().equals(site));
    }

    private static List<AttendedSite> attendedNow() {
        var said = cluster.attendance("a");
        return said.isEmpty() ? List.of() : said.getLast().getSites();
    }

    @Test
    void widensWhenASecondPersonHasApproved() {
        // Given
        Proposed proposed = propose("wide-site", RolloutStage.ON);
        String id = proposed.rollout().getRolloutId();
        assertThat(proposed.isInEffect()).isFalse();
        assertThat(proposed.rolloutStatus().awaiting()).containsExactly(proposed.rollout());

        // When
        Approved approved = as(Principal.ROLLOUT_APPROVER).approve("wide-site", id);

        // Then
        assertThat(approved.rolloutStatus()).isEqualTo(new RolloutStatus("wide-site", RolloutStage.ON, List.of()));
        assertThat(as(Principal.TOKEN_ADMIN).list()).contains(approved.rolloutStatus());
        eventually("the site is attended", () -> attended("wide-site"));
        var event = shown("wide-site");
        assertThat(agent.alert(event).status()).isEqualTo(201);
        assertThat(effect(event)).isEqualTo(AgentEffect.acted);
        assertThat(auditedRollout(Principal.TOKEN_ADMIN, id))
                .containsExactly(tuple("wide-site", Action.rollout_proposed, "on"));
        assertThat(auditedRollout(Principal.ROLLOUT_APPROVER, id))
                .containsExactly(tuple("wide-site", Action.rollout_approved, "on"));
    }

    @Test
    void narrowsAtOnce() {
        rollOut("narrow-site", RolloutStage.ON);

        Proposed proposed = propose("narrow-site", HALF);

        assertThat(proposed.isInEffect()).isTrue();
        assertThat(proposed.rolloutStatus().awaiting()).isEmpty();
    }

    @Test
    void takesTwoPeople() {
        // Given
        var proposed = propose("two-people", RolloutStage.ON).rollout();

        var approval = new AgentRolloutApproval(
                proposed.getRolloutId(), "two-people", RolloutMode.on, 100, proposed.getProposedAt());

        // Then
        assertThatThrownBy(() -> cluster.write(
                        Principal.TOKEN_ADMIN,
                        TopicCatalogue.ROLLOUT_APPROVALS,
                        "any",
                        List.of(approval),
                        AgentRolloutApproval.class))
                .hasCauseInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> cluster.write(
                        Principal.ROLLOUT_APPROVER,
                        TopicCatalogue.ROLLOUTS,
                        "any",
                        List.of(proposed),
                        AgentRollout.class))
                .hasCauseInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> as(Principal.TOKEN_ADMIN).approve("two-people", proposed.getRolloutId()))
                .isInstanceOf(AuthorizationException.class);
        assertThatThrownBy(() -> as(Principal.ROLLOUT_APPROVER).propose("two-people", HALF))
                .isInstanceOf(AuthorizationException.class);
        assertThat(as(Principal.ROLLOUT_APPROVER).list())
                .contains(new RolloutStatus("two-people", RolloutStage.SHADOW, List.of(proposed)));
    }

    @Test
    void refusesWhatMakesNoSense() {
        // Given
        var admin = as(Principal.TOKEN_ADMIN);
        var approver = as(Principal.ROLLOUT_APPROVER);
        String wide = propose("nonsense-site", RolloutStage.ON).rollout().getRolloutId();
        approver.approve("nonsense-site", wide);

        // Then
        assertThatThrownBy(() -> admin.propose("nonsense-site", new RolloutStage(RolloutMode.canary, 100)))
                .hasMessage("canary needs a percentage of 1 to 99");
        assertThatThrownBy(() -> admin.propose("nonsense-site", new RolloutStage(RolloutMode.off, 5)))
                .hasMessage("off takes no percentage");
        assertThatThrownBy(() -> admin.propose("nonsense-site", RolloutStage.ON))
                .hasMessage("nonsense-site is on already");
        assertThatThrownBy(() -> approver.approve("nonsense-site", "none"))
                .hasMessage("nonsense-site has no rollout none");
        assertThatThrownBy(() -> approver.approve("another-site", wide))
                .hasMessage("another-site has no rollout " + wide);
        assertThatThrownBy(() -> approver.approve("nonsense-site", wide))
                .hasMessage("this rollout awaits no approval; nonsense-site is on already");
    }

    @Test
    void aProposalCanBeOvertakenByWhatCountsNow() {
        // Given
        String wide = propose("overtaken", RolloutStage.ON).rollout().getRolloutId();

        // When
        propose("overtaken", RolloutStage.SHADOW);

        // Then
        assertThatThrownBy(() -> as(Principal.ROLLOUT_APPROVER).approve("overtaken", wide))
                .hasMessage("this rollout awaits no approval; overtaken is shadow already");
    }

    @Test
    void anAgentThatReadsAttendsUntilItIsPaused() {
        // Given
        rollOut("attended-site", HALF);
        eventually("the site is attended", () -> attended("attended-site"));
        AgentAttendance said = cluster.attendance("a").getLast();
        assertThat(said.getSites()).contains(new AttendedSite("attended-site", 50));
        assertThat(said.getUntil())
                .isAfter(Instant.now())
                .isBefore(Instant.now().plusSeconds(31));

        try {
            // When
            pause(SwitchState.paused);

            // Then
            eventually("no site is attended", () -> attendedNow().isEmpty());
        } finally {
            pause(SwitchState.running);
        }
        eventually("the site is attended", () -> attended("attended-site"));
    }

    private static void pause(SwitchState state) {
        cluster.write(TopicCatalogue.SWITCHES, "all", new AgentSwitch(state, Instant.now()), AgentSwitch.class);
    }

    @Test
    void aGatewayThatStopsTakesBackWhatItHasSaid() throws Exception {
        // Given
        rollOut("leaving-site", RolloutStage.ON);
        var second = cluster.gateway("b", TestAgents.write(folder.resolve("agents-b.yaml")));
        new TestClient(second.url(), TestAgents.KEY).get("/v1/events");
        eventually(
                "the second gateway says where it attends",
                () -> cluster.attendance("b").stream()
                        .anyMatch(said -> !said.getSites().isEmpty()));

        // When
        second.close();

        // Then
        assertThat(cluster.attendance("b").getLast().getSites()).isEmpty();
    }

    @Test
    void aRolloutThatIsTakenAwayTurnsItsSiteOff() {
        // Given
        var event = shown("broken-site");

        // When
        cluster.write(TopicCatalogue.ROLLOUTS, "broken-site/" + UUID.randomUUID(), null, AgentRollout.class);

        // Then
        eventually("the event is not shown", () -> !isShown(event));
    }
}
