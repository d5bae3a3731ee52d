package io.frostglass.anonymize;

import io.frostglass.cameras.Camera;
import io.frostglass.settings.Sha256;
import io.frostglass.veil.background.BackgroundModel;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The backgrounds of a task's cameras, by camera id. The store keeps them on disk, and its changelog in the
/// restricted zone restores them.
///
/// Most pictures change a background little, so a background is stored only when it has changed enough, or when it
/// makes room for another one in memory. What it learnt since then is lost with the task. A value:
/// ```
/// SHA-256 of the view, 32 bytes │ the model as BackgroundModel writes it
/// ```
/// A *view* is the site and the masks of the camera. If it changes, the background is learnt anew: an old one could
/// show what a new mask hides.
///
/// One per task, and made anew whenever the task begins: what was learnt in an aborted transaction must not stay.
final class Backgrounds {

    /// Name of the store.
    static final String STORE = "backgrounds";

    private static final Logger LOG = LoggerFactory.getLogger(Backgrounds.class);

    private static final int VIEW_BYTES = 32;

    /// The largest value.
    static final int MAX_BYTES = VIEW_BYTES + BackgroundModel.MAX_BYTES;

    private final KeyValueStore<String, byte[]> store;
    private final int inMemory;
    private final Counter faults;
    /// The least recently used is the first.
    private final Map<String, Background> used = new LinkedHashMap<>(16, 0.75f, true);

    /// Cameras whose stored background is as it was in memory.
    private final Set<String> complete = new HashSet<>();

    @SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
    private record Background(byte[] view, BackgroundModel model) {

        byte[] bytes() {
            byte[] written = model.write();
            return ByteBuffer.allocate(VIEW_BYTES + written.length)
                    .put(view)
                    .put(written)
                    .array();
        }
    }

    /// @param inMemory of how many cameras the backgrounds are in memory, at least 1
    Backgrounds(KeyValueStore<String, byte[]> store, int inMemory, MeterRegistry metrics) {
        this.store = store;
        this.inMemory = inMemory;
        this.faults = metrics.counter("frostglass.anonymize.background.faults");
    }

    /// Without the cache of Kafka Streams, which would be written at each commit, every few milliseconds.
    static StoreBuilder<KeyValueStore<String, byte[]>> persistent() {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(changelog());
    }

    /// A task that moves reads the whole changelog, so it is compacted early and in small segments. A replaced
    /// background may hold people, so it is gone after a day.
    private static Map<String, String> changelog() {
        return Map.of(
                TopicConfig.SEGMENT_BYTES_CONFIG,
                Integer.toString(16 * 1024 * 1024),
                TopicConfig.SEGMENT_MS_CONFIG,
                Long.toString(Duration.ofHours(6).toMillis()),
                TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG,
                Long.toString(Duration.ofHours(18).toMillis()),
                TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
                "0.3");
    }

    /// The background of a camera, to learn from the next picture.
    ///
    /// @param at when the picture was received
    BackgroundModel of(Camera camera, Instant at) {
        byte[] view = view(camera);
        Background known = used.get(camera.id());
        if (known == null || !Arrays.equals(known.view, view)) {
            known = new Background(view, stored(camera.id(), view, at));
            used.put(camera.id(), known);
            makeRoom();
        }
        return known.model;
    }

    /// Stores the background of a camera, if it has changed enough. One with a fault is learnt anew.
    void learnt(Camera camera) {
        Background background = used.get(camera.id());
        if (background == null) {
            return;
        }
        if (background.model.isFaulty()) {
            forget(camera.id());
            fault(camera.id(), "background_failed");
        } else if (background.model.changedEnough()) {
            store.put(camera.id(), background.bytes());
        }
    }

    private void forget(String cameraId) {
        used.remove(cameraId);
        complete.remove(cameraId);
        store.delete(cameraId);
    }

    private void fault(String cameraId, String event) {
        faults.increment();
        LOG.atWarn().addKeyValue("camera_id", cameraId).log(event);
    }

    /// Deletes the backgrounds of cameras that are no longer in the sites file.
    void keepOnly(Predicate<String> listed) {
        var gone = new ArrayList<String>();
        try (var all = store.all()) {
            all.forEachRemaining(entry -> {
                if (!listed.test(entry.key)) {
                    gone.add(entry.key);
                }
            });
        }
        gone.forEach(store::delete);
        used.keySet().removeIf(listed.negate());
        complete.removeIf(listed.negate());
    }

    private void makeRoom() {
        if (used.size() > inMemory) {
            var eldest = used.entrySet().iterator();
            var entry = eldest.next();
            store.put(entry.getKey(), entry.getValue().bytes());
            complete.add(entry.getKey());
            eldest.remove();
        }
    }

    private BackgroundModel stored(String cameraId, byte[] view, Instant at) {
        byte[] bytes = store.get(cameraId);
        boolean isComplete = complete.remove(cameraId);
        if (bytes == null || !Arrays.equals(bytes, 0, Math.min(VIEW_BYTES, bytes.length), view, 0, VIEW_BYTES)) {
            return BackgroundModel.empty();
        }
        try {
            var model = BackgroundModel.read(Arrays.copyOfRange(bytes, VIEW_BYTES, bytes.length));
            if (!isComplete) {
                model.resume(at);
            }
            return model;
        } catch (IllegalArgumentException e) {
            fault(cameraId, "stored_background_unreadable");
            return BackgroundModel.empty();
        }
    }

    private static byte[] view(Camera camera) {
        String view = camera.site().id() + '\0' + camera.veilSettings().masks();
        return Sha256.of(view.getBytes(StandardCharsets.UTF_8));
    }
}
