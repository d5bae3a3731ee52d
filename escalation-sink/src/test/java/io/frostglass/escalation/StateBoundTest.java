package io.frostglass.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.agent.AgentDecision;
import io.frostglass.alerts.DeliveryResult;
import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Outcome;
import io.frostglass.escalation.routes.RoutesFile;
import io.frostglass.escalation.routes.RoutingTable;
import io.frostglass.escalation.rules.RuleSet;
import io.frostglass.escalation.rules.TestRules;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.testsupport.StoreEntries;
import io.frostglass.testsupport.TestRegistry;
import io.frostglass.topics.TopicCatalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// After days of alerts, the state is as large as after two.
@Tag("slow")
class StateBoundTest {

    private static final Instant START = Instant.parse("2026-01-18T00:00:00Z");
    private static final Duration PAUSE = Duration.ofMinutes(5);
    private static final int DAYS = 4;
    private static final int SITES = 3;

    private Instant now = START;
    private int events;

    @Test
    void doesNotGrowWithTheDays(@TempDir Path folder) throws Exception {
        RuleSet rules = TestRules.parse("""
                receivers: [pager, office]
                rules: [{name: all, severity: error, receivers: [pager]}]
                agents: {receivers: [pager], sites: [site-0]}
                undelivered: {receivers: [office], within: 5m}
                """);
        RoutingTable routes = RoutesFile.read("""
                route: {receiver: pager}
                heartbeats: [{sites: [site-0, site-1, site-2], at: "12:30", location: UTC}]
                """);
        var attendance = new AgentAvailability(() -> now);
        attendance.take(TestTopology.said("gateway-1", START.plus(Duration.ofDays(DAYS + 1)), "site-0", 100));
        try (var registry = TestRegistry.start(folder);
                var driver = new TopologyTestDriver(
                        TestTopology.everything(
                                () -> rules,
                                () -> routes,
                                TestTopology.presence(attendance),
                                () -> now,
                                registry.serdes()),
                        new Properties(),
                        now)) {
            var topics = new TopologyTopics(driver, registry.serdes());
            var motion = topics.input(TopicCatalogue.MOTION, SanitizedMotion.class);
            var decisions = topics.input(TopicCatalogue.DECISIONS, AgentDecision.class);
            var results = topics.input(TopicCatalogue.DELIVERY_RESULTS, DeliveryResult.class);
            var alerts = topics.output(TopicCatalogue.ESCALATIONS, Escalation.class);

            // When
            List<Map<String, Integer>> days = new ArrayList<>();
            while (days.size() < DAYS) {
                happens(motion, decisions);
                now = now.plus(PAUSE);
                driver.advanceWallClockTime(PAUSE);
                alerts.readValuesToList().forEach(alert -> deliver(alert, results));
                if (now.equals(START.plus(Duration.ofDays(days.size() + 1L)))) {
                    days.add(StoreEntries.count(driver));
                }
            }

            // Then
            Map<String, Integer> second = days.get(1);
            assertThat(second.get(AuditorStores.DELIVERIES)).isGreaterThan(100);
            // Alarms and incidents come and go, so the numbers are not quite the same.
            assertThat(days.getLast())
                    .hasSameSizeAs(second)
                    .allSatisfy((store, entries) ->
                            assertThat(entries).isLessThanOrEqualTo(second.getOrDefault(store, 0) * 11 / 10 + 1));
        }
    }

    private void happens(
            TestInputTopic<String, SanitizedMotion> motion, TestInputTopic<String, AgentDecision> decisions) {
        String site = "site-" + events++ % SITES;
        SanitizedMotion event = Events.plain()
                .setSiteId(site)
                .setTimestamp(now)
                .setReceivedAt(now)
                .build();
        motion.pipeInput(site, event, now);
        // The agent says nothing to every other event.
        if (events % 2 == 0) {
            var decision = events % 4 == 0
                    ? AgentDecisions.raised(event.getEventId())
                    : AgentDecisions.dismissed(event.getEventId());
            decisions.pipeInput(
                    event.getEventId(),
                    decision.setSiteId(site).setDecidedAt(now).build(),
                    now);
        }
    }

    /// One of five is never delivered.
    private void deliver(Escalation alert, TestInputTopic<String, DeliveryResult> results) {
        if (events % 5 == 0) {
            return;
        }
        alert.getReceivers()
                .forEach(receiver -> results.pipeInput(
                        alert.getAlertId(),
                        DeliveryResult.newBuilder()
                                .setAlertId(alert.getAlertId())
                                .setEventId(alert.getEventId())
                                .setReceiver(receiver)
                                .setOutcome(Outcome.delivered)
                                .setAttempts(1)
                                .setFinishedAt(now)
                                .build(),
                        now));
    }
}
