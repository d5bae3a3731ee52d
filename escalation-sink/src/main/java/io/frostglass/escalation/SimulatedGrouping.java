package io.frostglass.escalation;

import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Incident;
import io.frostglass.escalation.AlertOutcome.Raised;
import io.frostglass.escalation.AlertOutcome.Settled;
import io.frostglass.escalation.auditor.DeliveryAuditor.PageResult;
import io.frostglass.escalation.incidents.IncidentState;
import io.frostglass.escalation.routes.RoutingTable;
import io.frostglass.escalation.routes.Silence;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Groups the alerts of a scenario without Kafka.
final class SimulatedGrouping implements RouteScenarioRunner.Target {

    private final TreeMap<String, IncidentState> states = new TreeMap<>();
    private final List<Escalation> sent = new ArrayList<>();
    private List<Silence> silences = List.of();
    private RoutingTable table;
    private Instant now = Instant.EPOCH;
    private IncidentGrouping grouping;

    SimulatedGrouping(RoutingTable table) {
        this.table = table;
        this.grouping = begin();
    }

    private IncidentGrouping begin() {
        return new IncidentGrouping(
                new IncidentStore(new InMemory()),
                () -> table,
                () -> Optional.of(silences),
                new IncidentMetrics(new SimpleMeterRegistry()),
                () -> now);
    }

    @Override
    public void advance(Instant to) {
        now = to;
        keep(grouping.due());
    }

    @Override
    public Instant nextDue() {
        return grouping.store().nextDue().orElse(Instant.MAX);
    }

    @Override
    public void take(String siteId, IncidentInput input) {
        keep(grouping.take(siteId, input));
    }

    private void keep(List<Settled> outcomes) {
        outcomes.forEach(outcome -> {
            if (outcome instanceof Raised(Escalation alert)) {
                sent.add(alert);
            }
        });
    }

    @Override
    public void ended(Escalation page, boolean delivered) {
        Incident incident = page.getIncident();
        take(
                page.getSiteId(),
                new IncidentInput.EndedPage(new PageResult(
                        page.getSiteId(), incident.getIncidentId(), incident.getVersion(), delivered ? now : null)));
    }

    @Override
    public void silences(List<Silence> now) {
        silences = now;
    }

    @Override
    public void routes(RoutingTable changed) {
        table = changed;
    }

    @Override
    public void restart() {
        grouping = begin();
        grouping.restore();
    }

    @Override
    public List<Escalation> sent() {
        List<Escalation> all = List.copyOf(sent);
        sent.clear();
        return all;
    }

    /// States by key, in order.
    private final class InMemory implements IncidentStore.States {

        @Override
        public @Nullable IncidentState get(String key) {
            return states.get(key);
        }

        @Override
        public void put(String key, IncidentState incident) {
            states.put(key, incident);
        }

        @Override
        public void delete(String key) {
            states.remove(key);
        }

        @Override
        public List<Map.Entry<String, IncidentState>> range(String from, String to) {
            return List.copyOf(states.subMap(from, true, to, true).entrySet());
        }

        @Override
        public List<Map.Entry<String, IncidentState>> all() {
            return List.copyOf(states.entrySet());
        }
    }
}
