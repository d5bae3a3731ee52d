package io.frostglass.anonymize;

import io.frostglass.cameras.Camera;
import io.frostglass.encryption.DataKey;
import io.frostglass.encryption.DataKeySource;
import io.frostglass.encryption.DataKeySource.KeyLookup;
import io.frostglass.encryption.DataKeyUnavailableException;
import io.frostglass.encryption.SealedValue;
import io.frostglass.encryption.ValuePlace;
import io.frostglass.restricted.BackgroundControl;
import io.frostglass.restricted.BackgroundStatus;
import io.frostglass.runtime.metrics.MetricCatalogue;
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
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The backgrounds of a task's cameras, by camera id. The store keeps them on disk, and its changelog in the
/// restricted zone restores them.
///
/// Most pictures change a background little, so a background is stored only when it has changed enough, or when it
/// makes room for another one in memory. What it learnt since then is lost with the task. A value:
/// ```
/// SHA-256 of the view, 32 bytes │ the model as BackgroundModel writes it, or that in a SealedValue
/// ```
/// The model is encrypted with the data key of the last encrypted event that it learnt from. If it learnt from none,
/// it is in clear.
///
/// A *view* is the site and the masks of the camera, and when an operator last had its background forgotten. If it
/// changes, the background is learnt anew: an old one could show what a new mask hides.
///
/// One per task, and made anew whenever the task begins: what was learnt in an aborted transaction must not stay.
final class BackgroundStore {

    /// Name of the store.
    static final String STORE = "backgrounds";

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundStore.class);

    private static final int VIEW_BYTES = 32;

    /// The largest value.
    static final int MAX_BYTES = VIEW_BYTES + BackgroundModel.MAX_BYTES + SealedValue.MAX_OVERHEAD;

    private final KeyValueStore<String, byte[]> store;
    private final int inMemory;
    private final DataKeySource keys;
    private final Counter faults;
    private final Function<String, @Nullable BackgroundControl> controls;
    private final BiConsumer<String, @Nullable BackgroundStatus> statuses;

    /// The least recently used is the first.
    private final Map<String, Background> used = new LinkedHashMap<>(16, 0.75f, true);

    /// Cameras whose stored background is as it was in memory.
    private final Set<String> complete = new HashSet<>();

    private static final class Background {

        private final byte[] view;
        private final String siteId;
        private final BackgroundModel model;

        /// Of the last encrypted event that it learnt from.
        private Optional<DataKey> key;

        private Background(byte[] view, String siteId, BackgroundModel model, Optional<DataKey> key) {
            this.view = view;
            this.siteId = siteId;
            this.model = model;
            this.key = key;
        }

        private byte[] bytes(String cameraId) {
            byte[] clear = model.write();
            byte[] written = key.map(it -> SealedValue.seal(it, place(cameraId), "", clear))
                    .orElse(clear);
            return ByteBuffer.allocate(VIEW_BYTES + written.length)
                    .put(view)
                    .put(written)
                    .array();
        }

        private BackgroundStatus status(String cameraId, int bytes) {
            return BackgroundStatus.newBuilder()
                    .setCameraId(cameraId)
                    .setSiteId(siteId)
                    .setKnownByDay(boxed(model.knownByDay()))
                    .setKnownInfraRed(boxed(model.knownInInfraRed()))
                    .setLearntAt(model.lastLearnt())
                    .setBytes(bytes)
                    .build();
        }

        private static @Nullable Double boxed(OptionalDouble share) {
            return share.isPresent() ? share.getAsDouble() : null;
        }
    }

    /// @param inMemory of how many cameras the backgrounds are in memory, at least 1
    /// @param keys open stored backgrounds
    /// @param controls what an operator wants of a camera's background, by camera id; null: nothing
    /// @param statuses gets the status of each background that is stored, by camera id; null for a deleted one
    BackgroundStore(
            KeyValueStore<String, byte[]> store,
            int inMemory,
            DataKeySource keys,
            MeterRegistry metrics,
            Function<String, @Nullable BackgroundControl> controls,
            BiConsumer<String, @Nullable BackgroundStatus> statuses) {
        this.store = store;
        this.inMemory = inMemory;
        this.keys = keys;
        this.faults = MetricCatalogue.ANONYMIZE_BACKGROUND_FAULTS.counter(metrics);
        this.controls = controls;
        this.statuses = statuses;
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
        var control = controls.apply(camera.id());
        byte[] view = view(camera, control);
        Background known = used.get(camera.id());
        if (known == null || !Arrays.equals(known.view, view)) {
            known = stored(camera, view, at);
            used.put(camera.id(), known);
            makeRoom();
        }
        known.model.freeze(control != null && control.getFrozen());
        return known.model;
    }

    /// Stores the background of a camera, if it has changed enough. One with a fault is learnt anew.
    ///
    /// @param key of the event that taught it; empty: that was in clear
    void learnt(Camera camera, Optional<DataKey> key) {
        Background background = used.get(camera.id());
        if (background == null) {
            return;
        }
        if (key.isPresent()) {
            background.key = key;
        }
        if (background.model.isFaulty()) {
            forget(camera.id());
            fault(camera.id(), "background_failed");
        } else if (background.model.changedEnough()) {
            put(camera.id(), background);
        }
    }

    private void put(String cameraId, Background background) {
        byte[] bytes = background.bytes(cameraId);
        store.put(cameraId, bytes);
        statuses.accept(cameraId, background.status(cameraId, bytes.length));
    }

    private void forget(String cameraId) {
        used.remove(cameraId);
        complete.remove(cameraId);
        store.delete(cameraId);
        statuses.accept(cameraId, null);
    }

    private void fault(String cameraId, String event) {
        faults.increment();
        LOG.atWarn().addKeyValue("camera_id", cameraId).log(event);
    }

    /// Deletes the backgrounds of cameras that are no longer in the sites file, and those of another view.
    ///
    /// @param listed the camera of the sites file with an id
    void keepOnly(Function<String, Optional<Camera>> listed) {
        var gone = new ArrayList<String>();
        try (var all = store.all()) {
            all.forEachRemaining(entry -> {
                var camera = listed.apply(entry.key);
                if (camera.isEmpty() || !isOf(view(camera.get(), controls.apply(entry.key)), entry.value)) {
                    gone.add(entry.key);
                }
            });
        }
        gone.forEach(this::forget);
        used.keySet().removeIf(id -> listed.apply(id).isEmpty());
    }

    private void makeRoom() {
        if (used.size() > inMemory) {
            var eldest = used.entrySet().iterator();
            var entry = eldest.next();
            put(entry.getKey(), entry.getValue());
            complete.add(entry.getKey());
            eldest.remove();
        }
    }

    private Background stored(Camera camera, byte[] view, Instant at) {
        String cameraId = camera.id();
        byte[] bytes = store.get(cameraId);
        boolean isComplete = complete.remove(cameraId);
        if (bytes == null || !isOf(view, bytes)) {
            return empty(camera, view);
        }
        byte[] written = Arrays.copyOfRange(bytes, VIEW_BYTES, bytes.length);
        try {
            Optional<DataKey> key = Optional.empty();
            if (SealedValue.isSealed(written)) {
                var value = SealedValue.parse(written);
                if (!(keys.find(value.keyId()) instanceof KeyLookup.FoundKey(var found))) {
                    // It was erased.
                    return empty(camera, view);
                }
                written = value.open(found, place(cameraId))
                        .orElseThrow(() -> new IllegalArgumentException("not authentic"));
                key = Optional.of(found);
            }
            var model = BackgroundModel.read(written);
            if (!isComplete) {
                model.resume(at);
            }
            return new Background(view, camera.site().id(), model, key);
        } catch (IllegalArgumentException | DataKeyUnavailableException e) {
            // Unlike an event, it can be learnt anew.
            fault(cameraId, "stored_background_unreadable");
            return empty(camera, view);
        }
    }

    private static Background empty(Camera camera, byte[] view) {
        return new Background(view, camera.site().id(), BackgroundModel.empty(), Optional.empty());
    }

    private static ValuePlace place(String cameraId) {
        return new ValuePlace(STORE, cameraId);
    }

    private static boolean isOf(byte[] view, byte[] stored) {
        return Arrays.equals(stored, 0, Math.min(VIEW_BYTES, stored.length), view, 0, VIEW_BYTES);
    }

    private static byte[] view(Camera camera, @Nullable BackgroundControl control) {
        Instant reset = control == null ? null : control.getResetAt();
        String view = camera.site().id() + '\0' + camera.veilSettings().masks() + (reset == null ? "" : "\0" + reset);
        return Sha256.of(view.getBytes(StandardCharsets.UTF_8));
    }
}
