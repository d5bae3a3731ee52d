package io.frostglass.delivery;

import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Incident;
import io.frostglass.alerts.IncidentChange;
import io.frostglass.alerts.IncidentStatus;
import io.frostglass.delivery.receivers.ReceiverApi;
import io.frostglass.delivery.receivers.SentBefore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Keeps the order of the messages about each incident to one receiver. Share groups give none.
///
/// 1. Of one incident, one request at a time is under way.
/// 2. A version is not sent after a higher one. A delivery takes along all that waits, in one message with the
///    words of the highest version.
/// 3. A resolve is not merged: what was before it goes out first, so people see that there was something; what
///    comes after it goes out later. After it, nothing is sent but what notifies people.
/// 4. The first message about an incident notifies people, see [AlertMerger#asFirst]. If it is made of a resolve, the
///    resolve itself follows.
///
/// It knows what this process has sent, and what [ResultSearch] has found. Safe for use by several threads.
final class IncidentOrder {

    static final String NEWER = "newer version sent";
    static final String RESOLVED = "resolved";
    static final String NO_NEWS = "no news";

    private static final SentBefore NOTHING = new SentBefore(0, IncidentStatus.open, "");

    /// Incidents, about 300 bytes each.
    private static final int MAX_KNOWN = 10_000;

    private final InstantSource clock;
    private final Map<String, SentBefore> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SentBefore> eldest) {
            return size() > MAX_KNOWN;
        }
    };
    private final Map<String, List<Turn>> underWay = new HashMap<>();
    private final Set<String> sending = new HashSet<>();

    IncidentOrder(InstantSource clock) {
        this.clock = clock;
    }

    /// The place of one alert among the others of its incident.
    static final class Turn {

        private final Escalation alert;

        /// Whether its words, or newer ones, have gone out.
        private boolean takenAlong;

        private Turn(Escalation alert) {
            this.alert = alert;
        }

        private Incident incident() {
            return Objects.requireNonNull(alert.getIncident());
        }

        private String id() {
            return incident().getIncidentId();
        }

        private int version() {
            return incident().getVersion();
        }

        private boolean resolves() {
            return incident().getChange() == IncidentChange.resolved;
        }
    }

    /// Whether nothing is known of an alert's incident, and there may have been messages about it.
    synchronized boolean isUnknown(Escalation alert) {
        Incident incident = alert.getIncident();
        return incident != null && incident.getVersion() > 1 && !known.containsKey(incident.getIncidentId());
    }

    /// What a search has found.
    ///
    /// @param searched ids of the incidents that were searched for
    synchronized void learn(Set<String> searched, Map<String, SentBefore> found) {
        searched.forEach(incident -> known.merge(
                incident,
                found.getOrDefault(incident, NOTHING),
                (one, other) -> one.version() >= other.version() ? one : other));
    }

    /// What the receiver has got about an incident; null if nothing, as far as is known.
    synchronized @Nullable SentBefore before(Escalation alert) {
        SentBefore before = known.get(ReceiverApi.incident(alert));
        return before == null || before.version() == 0 ? null : before;
    }

    /// An alert of an incident is to be delivered. The caller ends it by [#leave].
    synchronized Turn enter(Escalation alert) {
        var turn = new Turn(alert);
        underWay.computeIfAbsent(turn.id(), _ -> new ArrayList<>()).add(turn);
        return turn;
    }

    synchronized void leave(Turn turn) {
        others(turn).remove(turn);
        if (others(turn).isEmpty()) {
            underWay.remove(turn.id());
        }
        notifyAll();
    }

    /// Why an alert need not be sent any more; empty if it must.
    synchronized Optional<String> needless(Turn turn) {
        if (isSent(turn)) {
            return Optional.of(NEWER);
        }
        SentBefore before = before(turn.alert);
        return before != null && before.status() == IncidentStatus.resolved && !ReceiverApi.notifies(turn.alert)
                ? Optional.of(RESOLVED)
                : Optional.empty();
    }

    /// Waits until no other alert of the incident must go out first.
    void await(Turn turn, Instant deadline, BooleanSupplier cancelled) throws InterruptedException {
        synchronized (this) {
            Instant now = clock.instant();
            while (mustWait(turn) && !cancelled.getAsBoolean() && now.isBefore(deadline)) {
                wait(Math.max(1, Duration.between(now, deadline).toMillis()));
                now = clock.instant();
            }
        }
    }

    /// Begins to send. Until [#sent] or [#notSent], no other alert of the incident is sent.
    ///
    /// @return the alerts to send in one message; empty if another must go out first
    synchronized Optional<List<Escalation>> begin(Turn turn) {
        if (needless(turn).isPresent() || mustWait(turn) || !sending.add(turn.id())) {
            return Optional.empty();
        }
        return Optional.of(together(turn).stream().map(it -> it.alert).toList());
    }

    /// The message to send of these alerts.
    Escalation message(List<Escalation> together) {
        Escalation merged = AlertMerger.merge(together);
        return before(merged) == null ? AlertMerger.asFirst(merged) : merged;
    }

    /// Whether the receiver has got an alert, and not only a page before it.
    synchronized boolean isSent(Turn turn) {
        SentBefore before = before(turn.alert);
        return turn.takenAlong || (before != null && turn.version() <= before.version());
    }

    /// The receiver has accepted a message.
    ///
    /// @param content of the message
    synchronized void sent(Turn turn, Escalation content, String reference) {
        Incident incident = Objects.requireNonNull(content.getIncident());
        known.put(turn.id(), new SentBefore(incident.getVersion(), incident.getStatus(), reference));
        together(turn).stream()
                .filter(it -> it.version() <= incident.getVersion())
                .forEach(it -> it.takenAlong = true);
        notSent(turn);
    }

    synchronized void notSent(Turn turn) {
        sending.remove(turn.id());
        notifyAll();
    }

    /// Lets all that wait look again whether they are cancelled.
    synchronized void wake() {
        notifyAll();
    }

    private boolean mustWait(Turn turn) {
        return sending.contains(turn.id())
                || others(turn).stream()
                        .anyMatch(it -> it.version() < turn.version() && (it.resolves() || turn.resolves()));
    }

    /// The alert itself, and what else of its incident is between the same two resolves.
    private List<Turn> together(Turn turn) {
        if (turn.resolves()) {
            return List.of(turn);
        }
        int end = others(turn).stream()
                .filter(it -> it.resolves() && it.version() > turn.version())
                .mapToInt(Turn::version)
                .min()
                .orElse(Integer.MAX_VALUE);
        return others(turn).stream()
                .filter(it -> !it.resolves() && it.version() < end)
                .toList();
    }

    private List<Turn> others(Turn turn) {
        return underWay.getOrDefault(turn.id(), new ArrayList<>());
    }
}
