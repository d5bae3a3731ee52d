package io.frostglass.anonymize;

import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.restricted.BackgroundControl;
import io.frostglass.restricted.BackgroundStatus;
import io.frostglass.runtime.AuditedWriter;
import io.frostglass.runtime.TopicSnapshot;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/// Lists what is known of backgrounds, and lets them be forgotten or stay as they are, as the principal
/// `pattern-admin`. It writes a change and its audit entry in one transaction; anonymize-stream uses the change as
/// soon as it has read it. It shows no picture, and its principal can read none.
public final class BackgroundControls {

    private final Map<String, Object> kafka;
    private final SerdeFactory serdes;
    private final InstantSource clock;

    /// A camera's background, as it was last stored.
    ///
    /// @param frozen whether it stays as it is
    public record ListedBackground(BackgroundStatus status, boolean frozen) {}

    /// @param kafka configuration of a client that connects as `pattern-admin`; no connection is kept between calls
    public BackgroundControls(Map<String, Object> kafka, SerdeFactory serdes, InstantSource clock) {
        this.kafka = Map.copyOf(kafka);
        this.serdes = serdes;
        this.clock = clock;
    }

    /// All stored backgrounds, sorted by camera.
    public List<ListedBackground> list() {
        var controls = controls();
        return statuses().entrySet().stream()
                .map(entry -> new ListedBackground(entry.getValue(), isFrozen(controls.get(entry.getKey()))))
                .toList();
    }

    /// Has a camera's background forgotten, and learnt anew even if it was frozen.
    ///
    /// @throws IllegalArgumentException if no background of this camera is stored
    public void reset(String cameraId) {
        write(Action.background_reset, cameraId, false, clock.instant());
    }

    /// Lets a camera's background stay as it is, or learn again.
    ///
    /// @throws IllegalArgumentException as above
    public void freeze(String cameraId, boolean frozen) {
        BackgroundControl control = controls().get(cameraId);
        write(
                frozen ? Action.background_frozen : Action.background_released,
                cameraId,
                frozen,
                control == null ? null : control.getResetAt());
    }

    private void write(Action action, String cameraId, boolean frozen, @Nullable Instant resetAt) {
        BackgroundStatus status = statuses().get(cameraId);
        if (status == null) {
            throw new IllegalArgumentException(
                    "no background of camera " + cameraId + " is stored; see frostglass cameras background list");
        }
        var control = BackgroundControl.newBuilder()
                .setCameraId(cameraId)
                .setFrozen(frozen)
                .setResetAt(resetAt)
                .setChangedAt(clock.instant())
                .build();
        var entry = AuditEntry.newBuilder()
                .setAt(clock.instant())
                .setApplication(Principal.PATTERN_ADMIN.user())
                .setAction(action)
                .setSiteId(status.getSiteId())
                .setCameraId(cameraId)
                .build();
        try (var writer = new AuditedWriter<>(
                kafka, Principal.PATTERN_ADMIN, TopicCatalogue.BACKGROUND_CONTROLS, BackgroundControl.class, serdes)) {
            writer.write(cameraId, control, entry);
        }
    }

    private static boolean isFrozen(@Nullable BackgroundControl control) {
        return control != null && control.getFrozen();
    }

    private Map<String, BackgroundControl> controls() {
        return latest(TopicCatalogue.BACKGROUND_CONTROLS, BackgroundControl.class);
    }

    private Map<String, BackgroundStatus> statuses() {
        return latest(TopicCatalogue.BACKGROUND_STATUS, BackgroundStatus.class);
    }

    private <V extends SpecificRecord> Map<String, V> latest(Topic topic, Class<V> type) {
        var latest = new TreeMap<String, V>();
        TopicSnapshot.read(kafka, topic, type, serdes, Instant.EPOCH, (key, value) -> {
            if (value == null) {
                latest.remove(key);
            } else {
                latest.put(key, value);
            }
        });
        return latest;
    }
}
