package io.frostglass.escalation;

import io.frostglass.agent.AgentAttendance;
import io.frostglass.agent.AttendedSite;
import io.frostglass.escalation.routes.RoutesFile;
import io.frostglass.escalation.routes.RoutingTable;
import io.frostglass.escalation.routes.Silence;
import io.frostglass.escalation.rules.RuleSet;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.synthetic.SyntheticSteps;
import io.frostglass.topics.SerdeFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.streams.Topology;

/// The topology with what it needs, for tests.
final class TestTopology {

    /// Where results end: nobody says, so none is missing.
    private static final CompletableFuture<Long> NO_ANSWER = new CompletableFuture<>();

    private TestTopology() {}

    static Topology of(
            Supplier<RuleSet> rules, AgentAvailability.Lookup presence, InstantSource clock, SerdeFactory serdes) {
        return of(rules, presence, clock, serdes, new SimpleMeterRegistry());
    }

    static Topology of(
            Supplier<RuleSet> rules,
            AgentAvailability.Lookup presence,
            InstantSource clock,
            SerdeFactory serdes,
            MeterRegistry meters) {
        return of(
                false,
                rules,
                RoutesFile::none,
                () -> Optional.of(List.of()),
                presence,
                clock,
                serdes,
                meters,
                NO_ANSWER);
    }

    /// With a routes file, and without agents to wait for.
    static Topology grouping(
            Supplier<RuleSet> rules,
            Supplier<RoutingTable> routes,
            Supplier<Optional<Collection<Silence>>> silences,
            InstantSource clock,
            SerdeFactory serdes,
            MeterRegistry meters) {
        return of(true, rules, routes, silences, nobody(clock), clock, serdes, meters, NO_ANSWER);
    }

    /// With an auditor that has read all results; alerts are not grouped.
    static Topology auditing(
            Supplier<RuleSet> rules,
            Supplier<RoutingTable> routes,
            InstantSource clock,
            SerdeFactory serdes,
            MeterRegistry meters) {
        return of(
                false,
                rules,
                routes,
                () -> Optional.of(List.of()),
                nobody(clock),
                clock,
                serdes,
                meters,
                CompletableFuture.completedFuture(0L));
    }

    /// With a routes file, agents to wait for, and an auditor that has read all results.
    static Topology everything(
            Supplier<RuleSet> rules,
            Supplier<RoutingTable> routes,
            AgentAvailability.Lookup presence,
            InstantSource clock,
            SerdeFactory serdes) {
        return of(
                true,
                rules,
                routes,
                () -> Optional.of(List.of()),
                presence,
                clock,
                serdes,
                new SimpleMeterRegistry(),
                CompletableFuture.completedFuture(0L));
    }

    private static Topology of(
            boolean grouping,
            Supplier<RuleSet> rules,
            Supplier<RoutingTable> routes,
            Supplier<Optional<Collection<Silence>>> silences,
            AgentAvailability.Lookup presence,
            InstantSource clock,
            SerdeFactory serdes,
            MeterRegistry meters,
            CompletableFuture<Long> end) {
        var agents = new AgentAlerts(rules, clock);
        var metrics = new WaitingMetrics(meters);
        var incidents = new IncidentMetrics(meters);
        var auditor = new AuditorMetrics(meters, clock);
        return new EscalationTopology(
                        new RuleEscalator(
                                rules,
                                presence,
                                new SyntheticEventCheck(routes, new SyntheticSteps(meters, clock)),
                                new DecisionMetrics(new SimpleMeterRegistry()),
                                clock),
                        new FindingAlerts(rules, clock),
                        grouping,
                        () -> new WaitForAgents(agents, presence, metrics, clock),
                        () -> new GroupAlerts(routes, silences, incidents, _ -> 0, clock),
                        () -> new AuditDeliveries(rules, _ -> () -> end, auditor, clock),
                        () -> new RaiseAlarms(rules, routes, auditor, clock, 1),
                        serdes)
                .build();
    }

    /// All is known, and what is known is what was said to this.
    static AgentAvailability.Lookup presence(AgentAvailability agentAvailability) {
        return new AgentAvailability.Lookup(agentAvailability, () -> true, () -> true);
    }

    static AgentAvailability.Lookup nobody(InstantSource clock) {
        return presence(new AgentAvailability(clock));
    }

    /// A gateway's word about one site.
    static FollowedRecord<AgentAttendance> said(String gateway, Instant until, String site, int percent) {
        return said(gateway, new FollowedRecord.RecordContent.RecordValue<>(attendance(until, site, percent)));
    }

    static FollowedRecord<AgentAttendance> said(
            String gateway, FollowedRecord.RecordContent<AgentAttendance> recordContent) {
        return new FollowedRecord<>(0, 0, Instant.EPOCH, 0, gateway, recordContent);
    }

    static AgentAttendance attendance(Instant until, String site, int percent) {
        return AgentAttendance.newBuilder()
                .setUntil(until)
                .setSites(List.of(new AttendedSite(site, percent)))
                .build();
    }
}
