package io.frostglass.benchmarks.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostglass.standalone.report.Figures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What a receiver of Standard Webhooks has taken about incidents, against what was sent. Safe for use by several
/// threads.
final class IncidentLedger {

    /// Places that do not count begin with this.
    static final String WARM_UP = "warm-up";

    private static final Set<String> PAGES = Set.of("opened", "repeated", "escalated", "reopened");

    /// When the first event of each place was due.
    private final Map<String, Instant> begun = new HashMap<>();

    private final Map<String, IncidentSeen> incidents = new HashMap<>();
    private final Set<String> alerts = new HashSet<>();
    private final List<Double> delays = new ArrayList<>();
    private int messages;
    private long repeated;

    /// @param place the place of its cameras
    /// @param status of its highest version
    /// @param paged when the first message came that notifies people; [Instant#MAX] if none has
    private record IncidentSeen(String place, int version, String status, Instant paged) {}

    /// An event of a place is due.
    synchronized void due(String place, Instant at) {
        begun.putIfAbsent(place, at);
    }

    /// The receiver has taken a message.
    synchronized void take(JsonNode message, Instant now) {
        JsonNode data = message.path("data");
        if (data.path("camera_id").asText().startsWith(WARM_UP)) {
            return;
        }
        messages++;
        JsonNode incident = data.path("incident");
        String id = incident.path("incident_id").asText();
        if (!alerts.add(data.path("alert_id").asText())) {
            repeated++;
        } else if (!incident.path("status").asText().equals("resolved")) {
            delays.add(Duration.between(Instant.parse(incident.path("last_at").asText()), now)
                            .toNanos()
                    / 1e6);
        }
        String place = place(data.path("camera_id").asText());
        IncidentSeen before = incidents.getOrDefault(id, new IncidentSeen(place, -1, "", Instant.MAX));
        boolean pages = PAGES.contains(incident.path("change").asText());
        Instant paged = pages && before.paged.equals(Instant.MAX) ? now : before.paged;
        int version = incident.path("version").asInt();
        boolean newer = version > before.version;
        incidents.put(
                id,
                new IncidentSeen(
                        place,
                        newer ? version : before.version,
                        newer ? incident.path("status").asText() : before.status,
                        paged));
    }

    /// Cameras are named after their places: `place-3-cam-17`.
    static String place(String camera) {
        return camera.substring(0, camera.indexOf("-cam-"));
    }

    /// Places of which nobody was paged.
    synchronized long unpaged() {
        Set<String> paged = incidents.values().stream()
                .filter(it -> !it.paged.equals(Instant.MAX))
                .map(IncidentSeen::place)
                .collect(Collectors.toSet());
        return begun.keySet().stream().filter(place -> !paged.contains(place)).count();
    }

    /// Incidents beyond the first of a place.
    synchronized long secondKeys() {
        return incidents.size()
                - incidents.values().stream()
                        .map(IncidentSeen::place)
                        .distinct()
                        .count();
    }

    synchronized long open() {
        return incidents.values().stream()
                .filter(it -> !it.status.equals("resolved"))
                .count();
    }

    synchronized int places() {
        return begun.size();
    }

    synchronized int pages() {
        return incidents.size();
    }

    synchronized int messages() {
        return messages;
    }

    synchronized long repeated() {
        return repeated;
    }

    /// From when the first event of a place was due to its page, in ms.
    synchronized double pageDelay(double share) {
        double[] all = incidents.values().stream()
                .filter(it -> !it.paged.equals(Instant.MAX) && begun.containsKey(it.place))
                .mapToDouble(
                        it -> Duration.between(begun.get(it.place), it.paged).toNanos() / 1e6)
                .sorted()
                .toArray();
        return Figures.rounded(Figures.percentile(all, share).orElse(0), 1);
    }

    /// From the newest event of a message to its arrival, in ms.
    synchronized double delay(double share) {
        double[] all = delays.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return Figures.rounded(Figures.percentile(all, share).orElse(0), 1);
    }
}
