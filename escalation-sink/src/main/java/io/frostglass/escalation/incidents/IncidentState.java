package io.frostglass.escalation.incidents;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Severity;
import io.frostglass.escalation.incidents.IncidentStateMachine.Notification;
import io.frostglass.escalation.routes.RoutingTable.Suppression;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The state of an incident. [IncidentStateMachine] changes it; its fields, but for the alert, are stored as JSON.
@JsonAutoDetect(
        fieldVisibility = Visibility.ANY,
        getterVisibility = Visibility.NONE,
        isGetterVisibility = Visibility.NONE)
@JsonIgnoreProperties(ignoreUnknown = true)
public final class IncidentState {

    /// So many cameras and events are listed; all are counted.
    static final int MAX_LISTED = 20;

    static final int MAX_EVENTS = 64;

    /// The most that `for_count` can ask for.
    public static final int MAX_RECENT = 100;

    /// Where an incident is.
    public enum Phase {
        /// Nobody has been notified yet.
        COLLECTING,
        OPEN,
        ACKNOWLEDGED,
        RESOLVED
    }

    /// How the delivery of a page ended.
    enum PageEnd {
        /// There was no page yet, or one of a version that did not ask.
        UNKNOWN,
        WAITING,
        /// A receiver has taken it.
        DELIVERED,
        /// It was given up for all its receivers.
        LOST
    }

    String id = "";
    String routeId = "";
    Phase phase = Phase.COLLECTING;
    int version;

    /// Of the escalation policy, from 1; 0 before the first notification.
    int level;

    int count;
    int dismissed;
    List<String> cameras = new ArrayList<>();

    /// The last events, for agents' later words about them.
    Set<String> events = new LinkedHashSet<>();

    /// When cameras saw the last alerts, for `for_count`; only while it is collecting.
    List<Instant> recent = new ArrayList<>();

    /// The receivers that the rules name.
    Set<String> receivers = new LinkedHashSet<>();

    /// The receivers that have been notified.
    Set<String> told = new LinkedHashSet<>();

    @Nullable
    Double peakConfidence;

    Severity severity = Severity.info;

    /// The highest severity that people were notified of.
    Severity notifiedSeverity = Severity.info;

    /// By the cameras' clocks.
    Instant firstAt = Instant.EPOCH;

    Instant lastAt = Instant.EPOCH;

    /// By our clock, as all that follows.
    Instant createdAt = Instant.EPOCH;

    Instant alertAt = Instant.EPOCH;

    /// People were last notified: the page was sent.
    @Nullable
    Instant notifiedAt;

    /// The version of that page; 0 if it is not known.
    int pageVersion;

    /// How that page ended.
    PageEnd pageEnd = PageEnd.UNKNOWN;

    /// That page was delivered.
    @Nullable
    Instant deliveredAt;

    /// The last level was reached, or an acknowledgement was withdrawn.
    @Nullable
    Instant levelAt;

    /// Anything was last sent.
    @Nullable
    Instant shownAt;

    @Nullable
    Instant resolvedAt;

    /// An alert came, or an agent's words, that nothing sent shows yet.
    boolean changed;

    /// It is to be notified of again after a resolve.
    boolean reopened;

    /// Why nobody was notified when somebody should have been; null if nothing is held back.
    @Nullable
    Suppression suppressed;

    /// Whether something sent has the picture of the last alert.
    boolean pictureSent;

    /// The last alert, with the words of an agent, if it has said some. Without its thumbnail once that was sent, and
    /// the incident is resolved.
    @JsonIgnore
    @Nullable
    Escalation alert;

    IncidentState() {}

    /// A new incident.
    ///
    /// @param alert the first one
    /// @param id unique, at most 160 characters
    public static IncidentState begin(String id, String routeId, Escalation alert, Instant now) {
        var incident = new IncidentState();
        incident.id = id;
        incident.routeId = routeId;
        incident.firstAt = alert.getTimestamp();
        incident.lastAt = alert.getTimestamp();
        incident.createdAt = now;
        return incident;
    }

    public String id() {
        return id;
    }

    public String routeId() {
        return routeId;
    }

    public Phase phase() {
        return phase;
    }

    /// The last alert.
    public Escalation alert() {
        return Objects.requireNonNull(alert);
    }

    /// Sets the alert, which is stored apart from the rest.
    public void setAlert(Escalation stored) {
        alert = stored;
    }

    public Severity severity() {
        return severity;
    }

    /// The record for paging systems.
    ///
    /// @param alertId unique for each notification
    public Escalation notification(Notification notification, String alertId, Instant now) {
        return IncidentNotifications.of(this, notification, alertId, now);
    }

    /// After something was sent. The picture stays while there can be more pages: they may go to receivers that have
    /// not got it. What only changes a message does not send it again.
    ///
    /// @param keepPicture whether there is room for it
    public void sent(boolean keepPicture) {
        pictureSent = true;
        if ((phase == Phase.RESOLVED || !keepPicture) && alert().getThumbnail() != null) {
            alert = Escalation.newBuilder(alert()).setThumbnail(null).build();
        }
    }

    /// Whether people know of it: it inhibits others.
    public boolean isActive() {
        return phase == Phase.OPEN || phase == Phase.ACKNOWLEDGED;
    }

    /// Whether people would have been notified, but for a mute, a silence or an inhibition.
    public boolean isHeldBack() {
        return suppressed != null;
    }

    /// Whether it contains an event, as far as it remembers.
    public boolean contains(String eventId) {
        return events.contains(eventId);
    }

    /// Takes an alert in. Alerts may come in any order of their cameras' times.
    void add(Escalation newer, Instant now) {
        if (phase == Phase.COLLECTING) {
            recent.add(newer.getTimestamp());
            recent.sort(null);
            if (recent.size() > MAX_RECENT) {
                recent.removeFirst();
            }
        }
        count++;
        firstAt = newer.getTimestamp().isBefore(firstAt) ? newer.getTimestamp() : firstAt;
        lastAt = newer.getTimestamp().isAfter(lastAt) ? newer.getTimestamp() : lastAt;
        alertAt = now;
        if (cameras.size() < MAX_LISTED && !cameras.contains(newer.getCameraId())) {
            cameras.add(newer.getCameraId());
        }
        events.add(newer.getEventId());
        if (events.size() > MAX_EVENTS) {
            events.remove(events.iterator().next());
        }
        if (newer.getMotionConfidence() != null) {
            peakConfidence = peakConfidence == null
                    ? newer.getMotionConfidence()
                    : Math.max(peakConfidence, newer.getMotionConfidence());
        }
        receivers.addAll(newer.getReceivers());
        raise(newer.getSeverity());
        alert = newer;
        pictureSent = false;
        changed = true;
    }

    /// Takes an agent's words about one of its events in. The picture and the labels stay.
    void add(Escalation words) {
        receivers.addAll(words.getReceivers());
        raise(words.getSeverity());
        alert = Escalation.newBuilder(alert())
                .setEventId(words.getEventId())
                .setRule(words.getRule())
                .setSummary(words.getSummary())
                .build();
        changed = true;
    }

    /// Begins again after a resolve. If nobody was told of it before, it begins as a new one.
    void reopen(Instant now) {
        reopened = !told.isEmpty();
        phase = reopened ? Phase.OPEN : Phase.COLLECTING;
        // They have been told that it is resolved: the policy begins with its first level.
        told.clear();
        level = 0;
        receivers.clear();
        recent.clear();
        severity = Severity.info;
        notifiedSeverity = Severity.info;
        count = 0;
        dismissed = 0;
        createdAt = now;
        resolvedAt = null;
    }

    private void raise(Severity other) {
        severity = other.compareTo(severity) > 0 ? other : severity;
    }

    /// Whether so many alerts came within a time, by the cameras' clocks.
    boolean hasBurst(int least, Duration within) {
        for (int i = 0; i + least <= recent.size(); i++) {
            if (!recent.get(i).plus(within).isBefore(recent.get(i + least - 1))) {
                return true;
            }
        }
        return false;
    }
}
