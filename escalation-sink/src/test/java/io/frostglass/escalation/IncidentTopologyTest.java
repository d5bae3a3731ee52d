package io.frostglass.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.agent.AgentDecision;
import io.frostglass.agent.AgentSeverity;
import io.frostglass.alerts.DeliveryResult;
import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.IncidentAction;
import io.frostglass.alerts.Outcome;
import io.frostglass.audit.AuditEntry;
import io.frostglass.escalation.IncidentInput.DismissedEvent;
import io.frostglass.escalation.IncidentInput.EndedPage;
import io.frostglass.escalation.IncidentInput.PersonAction;
import io.frostglass.escalation.IncidentInput.RaisedAlert;
import io.frostglass.escalation.IncidentInput.RepeatedEvent;
import io.frostglass.escalation.RouteScenario.Happening;
import io.frostglass.escalation.incidents.IncidentState;
import io.frostglass.escalation.incidents.IncidentStateMachine;
import io.frostglass.escalation.routes.RoutingTable;
import io.frostglass.escalation.routes.Silence;
import io.frostglass.escalation.rules.RuleSet;
import io.frostglass.escalation.rules.TestRules;
import io.frostglass.sanitized.KnownPattern;
import io.frostglass.sanitized.Label;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.sanitized.Verdict;
import io.frostglass.settings.InvalidDocument;
import io.frostglass.testsupport.TestRegistry;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.TopicCatalogue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The same scenarios as in [RouteScenariosTest] through the whole topology: motion events and decisions in,
/// notifications and audit entries out.
class IncidentTopologyTest {

    @TempDir
    static Path dir;

    private static TestRegistry registry;
    private static SerdeFactory serdes;

    @BeforeAll
    static void startRegistry() throws Exception {
        registry = TestRegistry.start(dir);
        serdes = registry.serdes();
    }

    @AfterAll
    static void stopRegistry() {
        registry.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void sendsWhatTheScenarioExpects(String name, RouteScenario scenario) {
        try (var target = new TopologyTarget(scenario)) {
            // When
            List<String> sent = new RouteScenarioRunner(scenario, target).run();

            // Then
            assertThat(sent).isEqualTo(scenario.expected());
            target.expectEntriesForAll();
        }
    }

    /// A topology in a test driver has no changelog to restart from: the test on the broker does that.
    static Stream<Object[]> scenarios() {
        return RouteScenariosTest.scenarios()
                .filter(it -> ((RouteScenario) it[1])
                        .steps().stream().noneMatch(step -> step.happening() instanceof Happening.Restart));
    }

    /// The topology with its topics.
    private static final class TopologyTarget implements RouteScenarioRunner.Target, AutoCloseable {

        private static final Duration TICK = Duration.ofSeconds(1);
        private static final Duration SHORTEST = Duration.ofMillis(100);

        private final TopologyTestDriver driver;
        private final TestInputTopic<String, SanitizedMotion> motion;
        private final TestInputTopic<String, AgentDecision> decisions;
        private final TestInputTopic<String, IncidentAction> actions;
        private final TestInputTopic<String, DeliveryResult> results;
        private final TestOutputTopic<String, Escalation> alerts;
        private final TestOutputTopic<String, AuditEntry> audit;
        private final List<String> events = new ArrayList<>();
        private final Map<List<?>, RuleSet> known = new HashMap<>();
        private final Map<String, Integer> notifications = new HashMap<>();
        private Instant now;
        private RoutingTable table;
        private List<Silence> silences = List.of();
        private RuleSet ruleSet;

        TopologyTarget(RouteScenario scenario) {
            now = scenario.start();
            table = scenario.table().orElseThrow();
            ruleSet = rules("motion", "warning", List.of("pager"));
            driver = new TopologyTestDriver(
                    TestTopology.grouping(
                            () -> ruleSet,
                            () -> table,
                            () -> Optional.of(silences),
                            () -> now,
                            serdes,
                            new SimpleMeterRegistry()),
                    new Properties(),
                    now);
            var topics = new TopologyTopics(driver, serdes);
            motion = topics.input(TopicCatalogue.MOTION, SanitizedMotion.class);
            decisions = topics.input(TopicCatalogue.DECISIONS, AgentDecision.class);
            actions = topics.input(TopicCatalogue.INCIDENT_ACTIONS, IncidentAction.class);
            results = topics.input(TopicCatalogue.DELIVERY_RESULTS, DeliveryResult.class);
            alerts = topics.output(TopicCatalogue.ESCALATIONS, Escalation.class);
            audit = topics.output(AuditTopics.of(Principal.ESCALATION_SINK), AuditEntry.class);
        }

        private static RuleSet rules(String name, String severity, List<String> receivers) {
            try {
                return TestRules.parse("""
                        receivers: %1$s
                        rules: [{name: %2$s, severity: %3$s, receivers: %1$s}]
                        agents: {receivers: %1$s}
                        """.formatted(receivers, name, severity));
            } catch (InvalidDocument e) {
                throw new IllegalArgumentException(e);
            }
        }

        @Override
        public void advance(Instant to) {
            Duration step = Duration.between(now, to);
            now = to;
            driver.advanceWallClockTime(step);
        }

        @Override
        public Instant nextDue() {
            KeyValueStore<String, IncidentState> incidents = driver.getKeyValueStore(IncidentStore.STORE);
            var machine = new IncidentStateMachine(table, (_, _, _) -> Optional.empty());
            Instant next = Instant.MAX;
            try (var all = incidents.all()) {
                while (all.hasNext()) {
                    IncidentState incident = all.next().value;
                    // One that is held back is looked at every few seconds, from when it was held back.
                    Instant due = incident.isHeldBack() ? now.plus(TICK) : machine.nextDue(incident, now);
                    next = due.isBefore(next) ? due : next;
                }
            }
            Instant soon = now.plus(SHORTEST);
            return next.isBefore(soon) ? soon : next;
        }

        @Override
        public void take(String siteId, IncidentInput input) {
            switch (input) {
                case RaisedAlert(Escalation words)
                when words.getUpdates() != null ->
                    decide(AgentDecisions.raised(words.getEventId())
                            .setSeverity(
                                    AgentSeverity.valueOf(words.getSeverity().name()))
                            .setSiteId(siteId));
                case RaisedAlert(Escalation alert) -> happens(alert);
                case DismissedEvent(String eventId) ->
                    decide(AgentDecisions.dismissed(eventId).setSiteId(siteId));
                case RepeatedEvent(String eventId) ->
                    motion.pipeInput(
                            siteId,
                            Events.plain()
                                    .setSiteId(siteId)
                                    .setTimestamp(now)
                                    .setDuplicateOf(eventId)
                                    .build(),
                            now);
                case PersonAction(IncidentAction action) -> actions.pipeInput(siteId, action, now);
                case EndedPage _ -> throw new UnsupportedOperationException();
            }
        }

        @Override
        public void ended(Escalation page, boolean delivered) {
            page.getReceivers()
                    .forEach(receiver -> results.pipeInput(
                            page.getAlertId(),
                            DeliveryResult.newBuilder()
                                    .setAlertId(page.getAlertId())
                                    .setEventId(page.getEventId())
                                    .setReceiver(receiver)
                                    .setOutcome(delivered ? Outcome.delivered : Outcome.dead_lettered)
                                    .setAttempts(1)
                                    .setFinishedAt(now)
                                    .build(),
                            now));
        }

        private void decide(AgentDecision.Builder decision) {
            decisions.pipeInput(decision.getEventId(), decision.build(), now);
        }

        private void happens(Escalation alert) {
            ruleSet = known.computeIfAbsent(
                    List.of(alert.getRule(), alert.getSeverity().name(), alert.getReceivers()),
                    _ -> rules(alert.getRule(), alert.getSeverity().name(), alert.getReceivers()));
            events.add(alert.getEventId());
            motion.pipeInput(
                    alert.getSiteId(),
                    Events.plain()
                            .setEventId(alert.getEventId())
                            .setSiteId(alert.getSiteId())
                            .setCameraId(alert.getCameraId())
                            .setTimestamp(alert.getTimestamp())
                            .setReceivedAt(now)
                            .setMotionConfidence(alert.getMotionConfidence())
                            .setLabels(alert.getLabels().stream()
                                    .map(label -> new Label(label, null))
                                    .toList())
                            .setFigures(alert.getFigures())
                            .setKnownPattern(
                                    alert.getKnownPattern() == null
                                            ? null
                                            : new KnownPattern("tree", Verdict.valueOf(alert.getKnownPattern())))
                            .setThumbnail(Events.thumbnail())
                            .build(),
                    now);
        }

        @Override
        public void silences(List<Silence> changed) {
            silences = changed;
        }

        @Override
        public void routes(RoutingTable changed) {
            table = changed;
        }

        @Override
        public void restart() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Escalation> sent() {
            List<Escalation> sent = alerts.readValuesToList();
            sent.forEach(
                    alert -> notifications.merge(alert.getIncident().getChange().name(), 1, Integer::sum));
            return sent;
        }

        /// Every alert and every notification is in the audit log, with its incident and the reason.
        void expectEntriesForAll() {
            List<AuditEntry> entries = audit.readValuesToList();
            assertThat(entries).allSatisfy(entry -> {
                assertThat(entry.getReason()).isNotNull();
                if (!entry.getReason().equals("late")) {
                    assertThat(entry.getSubject()).matches("inc-site-.*|agent/.*|alr-.*");
                }
            });
            assertThat(entries.stream().map(AuditEntry::getEventId)).containsAll(events);
            var escalated = new HashMap<String, Integer>();
            entries.stream()
                    .filter(entry -> entry.getAction().name().equals("escalated"))
                    .forEach(entry -> escalated.merge(entry.getReason(), 1, Integer::sum));
            assertThat(escalated).isEqualTo(notifications);
        }

        @Override
        public void close() {
            driver.close();
        }
    }
}
