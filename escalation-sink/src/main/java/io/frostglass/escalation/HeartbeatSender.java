package io.frostglass.escalation;

import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Incident;
import io.frostglass.alerts.IncidentChange;
import io.frostglass.alerts.IncidentStatus;
import io.frostglass.alerts.Severity;
import io.frostglass.escalation.AlertOutcome.Raised;
import io.frostglass.escalation.AlertOutcome.Settled;
import io.frostglass.escalation.auditor.HeartbeatWatch;
import io.frostglass.escalation.routes.Heartbeat;
import io.frostglass.escalation.routes.RoutingTable;
import io.frostglass.settings.Sha256;
import io.frostglass.topics.IncidentId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/// Sends the heartbeats of the sites of a task, each once a day. A heartbeat is an incident that is opened and resolved
/// at once, so nobody has to acknowledge it:
///
/// | field | holds |
/// |---|---|
/// | `event_id` | `hbt-` and hex digits |
/// | `severity` | `info`, whatever the alert has that shows it the way |
/// | `rule` | `heartbeat/daily`; no rule can have such a name |
///
/// After a stop, the last heartbeat that was due is sent. A site that is new in the file begins with the next one.
///
/// @param sent when the last heartbeat of each site was due, in ms since 1970
/// @param own the sites of this task
record HeartbeatSender(
        KeyValueStore<String, Long> sent, Supplier<RoutingTable> routes, Predicate<String> own, InstantSource clock) {

    static final String STORE = "heartbeats";

    private static final int ID_DIGITS = 16;

    static StoreBuilder<KeyValueStore<String, Long>> inMemory() {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(STORE), Serdes.String(), Serdes.Long());
    }

    private Stream<Heartbeat> heartbeats(RoutingTable table) {
        return table.heartbeats().stream().filter(heartbeat -> own.test(heartbeat.siteId()));
    }

    /// Those that are due by now.
    List<Settled> due() {
        RoutingTable table = routes.get();
        Instant now = clock.instant();
        var outcomes = new ArrayList<Settled>();
        heartbeats(table).forEach(heartbeat -> {
            Instant due = heartbeat.lastDue(now);
            Long before = sent.get(heartbeat.siteId());
            if (before == null || before < due.toEpochMilli()) {
                sent.put(heartbeat.siteId(), due.toEpochMilli());
                if (before != null) {
                    List<String> receivers = heartbeat.receivers(table);
                    outcomes.add(alert(heartbeat, receivers, due, 1, IncidentChange.opened, now));
                    outcomes.add(alert(heartbeat, receivers, due, 2, IncidentChange.resolved, now));
                }
            }
        });
        return outcomes;
    }

    /// When the next one is due; [Instant#MAX] if there is none.
    Instant nextDue() {
        Instant now = clock.instant();
        return heartbeats(routes.get())
                .map(heartbeat -> isSent(heartbeat, now) ? heartbeat.nextDue(now) : now)
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    private boolean isSent(Heartbeat heartbeat, Instant now) {
        Long last = sent.get(heartbeat.siteId());
        return last != null && last >= heartbeat.lastDue(now).toEpochMilli();
    }

    private static Settled alert(
            Heartbeat heartbeat, List<String> receivers, Instant due, int version, IncidentChange change, Instant now) {
        String site = heartbeat.siteId();
        String digits = Sha256.hex("heartbeat/" + site + "/" + due);
        String incidentId = new IncidentId(site, digits.substring(0, ID_DIGITS)).text();
        boolean over = change == IncidentChange.resolved;
        return new Raised(Escalation.newBuilder(heartbeat.alert())
                .setAlertId(AlertId.of(incidentId + "/" + version))
                .setEventId(HeartbeatWatch.EVENT_PREFIX + digits.substring(0, 2 * ID_DIGITS))
                .setTimestamp(due)
                .setRaisedAt(now)
                .setSeverity(Severity.info)
                .setSummary("Heartbeat: the daily test of the way from " + site + " to you. Nothing to do.")
                .setReceivers(receivers)
                .setLabels(List.of())
                .setIncident(Incident.newBuilder()
                        .setIncidentId(incidentId)
                        .setVersion(version)
                        .setStatus(over ? IncidentStatus.resolved : IncidentStatus.open)
                        .setChange(change)
                        .setReason(over ? "heartbeat" : null)
                        .setOpenedAt(due)
                        .setLastAt(due)
                        .setCount(1)
                        .build())
                .build());
    }
}
