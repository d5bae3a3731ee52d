package io.frostglass.escalation;

import io.frostglass.agent.AgentAttendance;
import io.frostglass.escalation.delivery.DeliveryPool;
import io.frostglass.escalation.rules.RuleSet;
import io.frostglass.escalation.rules.RulesFile;
import io.frostglass.runtime.ApplicationMain;
import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.Health.HealthState;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.runtime.RunningApplication.Assembly;
import io.frostglass.runtime.StreamsApplication;
import io.frostglass.runtime.follow.TopicFollower;
import io.frostglass.settings.ReloadingFile;
import io.frostglass.settings.SecretReferences;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.TopicCatalogue;
import io.micrometer.core.instrument.Gauge;
import java.time.Clock;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.eclipse.jetty.server.Handler;

/// The application escalation-sink: config → rules → deliveries → topology → run.
public final class EscalationApp {

    public static final ConfigDef SETTINGS = EscalationConfig.DEFINITION;

    private EscalationApp() {}

    public static void main(String[] args) {
        ApplicationMain.run("escalate", Principal.ESCALATION_SINK, SETTINGS, EscalationApp::start, args);
    }

    /// Starts it.
    ///
    /// @throws IllegalStateException if the rules file is wrong as a whole; the message names every line that is
    public static RunningApplication start(ApplicationSettings applicationSettings) {
        var config = EscalationConfig.of(applicationSettings);
        var clock = Clock.systemUTC();
        return RunningApplication.start(Principal.ESCALATION_SINK, applicationSettings, assembly -> {
            var serdes = assembly.serdes();
            var references = SecretReferences.ofProcess();
            ReloadingFile<RuleSet> rules = assembly.reloadingElements(
                    config.rulesFile(), (text, before) -> RulesFile.read(text, references, before));
            var deliveries = assembly.add(DeliveryPool.start(
                    config.deliveries(), applicationSettings, serdes, assembly.metrics(), rules.current(), clock));
            rules.onReload(deliveries::update);
            // For a change between the two.
            deliveries.update(rules.current());
            assembly.health().ready("deliveries", deliveries::healthState);
            var agentPresenceLookup = presence(assembly, serdes, clock);
            var agents = new AgentAlerts(rules::current, clock);
            var waiting = new WaitingMetrics(assembly.metrics());
            var topology = new EscalationTopology(
                            new RuleEscalator(rules::current, agentPresenceLookup, clock),
                            new FindingAlerts(rules::current, clock),
                            () -> new WaitForAgents(agents, agentPresenceLookup, waiting, clock),
                            serdes)
                    .build();
            // Not those of agents' decisions: the topology keeps them in their zone itself.
            StreamsApplication.start(assembly, topology, TopicCatalogue.SANITIZED_DEAD_LETTERS);
            return new Handler.Sequence();
        });
    }

    /// No condition of readiness: where it is not known who is there, nobody is waited for, and alerts go their way.
    private static AgentPresenceLookup presence(Assembly assembly, SerdeFactory serdes, Clock clock) {
        var agentAvailability = new AgentAvailability(clock);
        var values =
                serdes.serde(TopicCatalogue.ATTENDANCE, AgentAttendance.class).deserializer();
        var kafka = assembly.applicationSettings().kafka("consumer.");
        var topicFollower = assembly.add(
                TopicFollower.start(TopicCatalogue.ATTENDANCE, Optional.empty(), kafka, values, agentAvailability));
        Gauge.builder(
                        "frostglass.escalation.attendance.known",
                        topicFollower,
                        it -> it.health() instanceof HealthState.Up ? 1 : 0)
                .description("whether it is known where there are agents to wait for")
                .register(assembly.metrics());
        return AgentPresenceLookup.of(agentAvailability, topicFollower);
    }
}
