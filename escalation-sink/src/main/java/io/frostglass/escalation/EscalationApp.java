package io.frostglass.escalation;

import io.frostglass.agent.AgentAttendance;
import io.frostglass.alerts.AlertSilence;
import io.frostglass.escalation.routes.RoutesFile;
import io.frostglass.escalation.routes.RoutingTable;
import io.frostglass.escalation.routes.Silence;
import io.frostglass.escalation.rules.RuleSet;
import io.frostglass.escalation.rules.RulesFile;
import io.frostglass.runtime.ApplicationMain;
import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.Health.HealthState;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.runtime.RunningApplication.Assembly;
import io.frostglass.runtime.StreamsApplication;
import io.frostglass.runtime.follow.TopicFollower;
import io.frostglass.runtime.metrics.MetricCatalogue;
import io.frostglass.runtime.synthetic.SyntheticSteps;
import io.frostglass.settings.ReloadingFile;
import io.frostglass.settings.SecretReferences;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.TopicCatalogue;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.utils.Utils;
import org.eclipse.jetty.server.Handler;

/// The application escalation-sink: config → rules → topology → run.
public final class EscalationApp {

    public static final ConfigDef SETTINGS = EscalationConfig.DEFINITION;

    private static final Duration SILENCES_KNOWN = Duration.ofSeconds(10);

    private EscalationApp() {}

    public static void main(String[] args) {
        ApplicationMain.run("escalate", Principal.ESCALATION_SINK, SETTINGS, EscalationApp::start, args);
    }

    /// Starts it.
    ///
    /// @throws IllegalStateException if the rules file is wrong as a whole; the message names every wrong line
    public static RunningApplication start(ApplicationSettings settings) {
        var config = EscalationConfig.of(settings);
        var clock = Clock.systemUTC();
        return RunningApplication.start(Principal.ESCALATION_SINK, settings, assembly -> {
            var serdes = assembly.serdes();
            var references = SecretReferences.ofProcess();
            ReloadingFile<RuleSet> rules = assembly.reloadingElements(
                    config.rulesFile(), (text, before) -> RulesFile.read(text, references, before));
            var presence = presence(assembly, serdes, clock);
            var agents = new AgentAlerts(rules::current, clock);
            var waiting = new WaitingMetrics(assembly.metrics());
            Optional<ReloadingFile<RoutingTable>> routes =
                    config.routesFile().map(file -> assembly.reloading(file, RoutesFile::read));
            Supplier<Optional<Collection<Silence>>> silences =
                    routes.isPresent() ? silences(assembly, serdes, clock) : () -> Optional.of(List.of());
            RoutingTable none = RoutesFile.none();
            Supplier<RoutingTable> table =
                    () -> routes.map(ReloadingFile::current).orElse(none);
            var incidents = new IncidentMetrics(assembly.metrics());
            var auditor = new AuditorMetrics(assembly.metrics(), clock);
            var ends = new ResultsEnds(assembly.admin());
            var topology = new EscalationTopology(
                            new RuleEscalator(
                                    rules::current,
                                    presence,
                                    new SyntheticEventCheck(table, new SyntheticSteps(assembly.metrics(), clock)),
                                    new DecisionMetrics(assembly.metrics()),
                                    clock),
                            new FindingAlerts(rules::current, clock),
                            routes.isPresent(),
                            () -> new WaitForAgents(agents, presence, waiting, clock),
                            () -> new GroupAlerts(table, silences, incidents, EscalationApp::partition, clock),
                            () -> new AuditDeliveries(rules::current, ends::of, auditor, clock),
                            () -> new RaiseAlarms(
                                    rules::current,
                                    table,
                                    auditor,
                                    clock,
                                    TopicCatalogue.DELIVERY_RESULTS.partitions()),
                            serdes)
                    .build();
            // The topology itself writes the dead letters of agents' decisions, in their own zone.
            StreamsApplication.start(assembly, topology, TopicCatalogue.SANITIZED_DEAD_LETTERS);
            return new Handler.Sequence();
        });
    }

    /// As the producers of motion events choose it.
    private static int partition(String siteId) {
        byte[] key = siteId.getBytes(StandardCharsets.UTF_8);
        return Utils.toPositive(Utils.murmur2(key)) % TopicCatalogue.MOTION.partitions();
    }

    /// While the silences are not known yet, nobody is notified. This ends after some seconds: then an alert goes out
    /// although it may be silenced.
    private static Supplier<Optional<Collection<Silence>>> silences(
            Assembly assembly, SerdeFactory serdes, Clock clock) {
        var silences = new SilenceIndex();
        var values = serdes.serde(TopicCatalogue.SILENCES, AlertSilence.class).deserializer();
        var kafka = assembly.applicationSettings().kafka("consumer.");
        var follower =
                assembly.add(TopicFollower.start(TopicCatalogue.SILENCES, Optional.empty(), kafka, values, silences));
        Instant giveUp = clock.instant().plus(SILENCES_KNOWN);
        return () -> follower.isCaughtUp() || clock.instant().isAfter(giveUp)
                ? Optional.of(silences.all())
                : Optional.empty();
    }

    /// Not a condition of readiness: while it is not known which agents are present, no alert waits.
    private static AgentAvailability.Lookup presence(Assembly assembly, SerdeFactory serdes, Clock clock) {
        var agents = new AgentAvailability(clock);
        var values =
                serdes.serde(TopicCatalogue.ATTENDANCE, AgentAttendance.class).deserializer();
        var kafka = assembly.applicationSettings().kafka("consumer.");
        var follower =
                assembly.add(TopicFollower.start(TopicCatalogue.ATTENDANCE, Optional.empty(), kafka, values, agents));
        MetricCatalogue.ESCALATION_ATTENDANCE_KNOWN.gauge(
                assembly.metrics(), follower, it -> it.health() instanceof HealthState.Up ? 1 : 0);
        return AgentAvailability.Lookup.of(agents, follower);
    }
}
