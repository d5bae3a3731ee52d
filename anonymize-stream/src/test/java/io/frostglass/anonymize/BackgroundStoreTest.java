package io.frostglass.anonymize;

import static io.frostglass.anonymize.RawEvents.NOW;
import static io.frostglass.anonymize.RawEvents.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.cameras.Camera;
import io.frostglass.cameras.SignatureVerifier;
import io.frostglass.cameras.VeilSettings;
import io.frostglass.cameras.VeilSettings.Corner;
import io.frostglass.cameras.VeilSettings.Polygon;
import io.frostglass.encryption.DataKey;
import io.frostglass.encryption.SealedValue;
import io.frostglass.restricted.BackgroundControl;
import io.frostglass.restricted.BackgroundStatus;
import io.frostglass.veil.Veil;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class BackgroundStoreTest {

    private static final int VISIT = 20 * 60;

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final RawEventVerifier verifier = new RawEventVerifier(
            RawEvents.opener(), RawEvents::sites, new SignatureVerifier(SignatureVerifier.WINDOW), clock);
    private final MotionSanitizer sanitizer = new MotionSanitizer(Veil.standard());
    private final KeyValueStore<String, byte[]> store = TestStore.open();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Map<String, BackgroundControl> controls = new HashMap<>();
    private final List<BackgroundStatus> stored = new ArrayList<>();
    private final List<String> deleted = new ArrayList<>();
    private BackgroundStore backgrounds = backgrounds(2);
    private final DataKeyMap keys = new DataKeyMap();
    private Optional<DataKey> key = Optional.empty();
    private int sent;

    @Test
    void learnsAnewWhenTheCameraGetsAMask() {
        // Given
        Camera camera = camera("cam-12");
        see(camera, 0);
        see(camera, VISIT);
        assertThat(see(camera, 2 * VISIT)).isEqualTo("silhouettes");

        // When
        Camera masked = masked(camera);

        // Then
        assertThat(see(masked, 3 * VISIT)).isEqualTo("noise");
    }

    @Test
    void showsNoStoredBackgroundFromBeforeAMask() {
        // Given
        Camera camera = camera("cam-12");
        see(camera, 0);
        see(camera, VISIT);
        see(camera, 2 * VISIT);

        // When
        restart();

        // Then
        assertThat(see(masked(camera), 3 * VISIT)).isEqualTo("noise");
    }

    @Test
    void losesNothingOfABackgroundThatMakesRoom() {
        // Given
        backgrounds = backgrounds(1);

        // When, Then
        for (int visit = 0; visit < 3; visit++) {
            String expected = visit < 2 ? "noise" : "silhouettes";
            assertThat(see(camera("cam-12"), visit * VISIT)).isEqualTo(expected);
            assertThat(see(camera("cam-13"), visit * VISIT)).isEqualTo(expected);
        }
    }

    @Test
    void takesPicturesAroundARestartForOneVisit() {
        // When
        for (int visit = 0; visit < 4; visit++) {
            restart();
            see(camera("cam-12"), visit * VISIT);
        }

        // Then
        assertThat(see(camera("cam-12"), 4 * VISIT)).isEqualTo("noise");
        assertThat(see(camera("cam-12"), 5 * VISIT)).isEqualTo("silhouettes");
    }

    @Test
    void learnsAnewWhereTheStoredBackgroundCannotBeRead() {
        // Given
        see(camera("cam-12"), 0);
        byte[] stored = store.get("cam-12");
        stored[32] = 99;
        store.put("cam-12", stored);

        // When
        restart();

        // Then
        assertThat(see(camera("cam-12"), VISIT)).isEqualTo("noise");
        assertThat(store.get("cam-12")[32]).isEqualTo((byte) 2);
        assertThat(faults()).isEqualTo(1);
    }

    @Test
    void learnsAnewAfterAFault() {
        // Given
        Camera camera = camera("cam-12");
        see(camera, 0);
        see(camera, VISIT);

        // When
        backgrounds.of(camera, NOW.plusSeconds(VISIT)).fail();
        backgrounds.learnt(camera, key);

        // Then
        assertThat(store.get("cam-12")).isNull();
        assertThat(see(camera, 2 * VISIT)).isEqualTo("noise");
        assertThat(faults()).isEqualTo(1);
    }

    @Test
    void forgetsABackgroundThatAnOperatorHasReset() {
        // Given
        Camera camera = camera("cam-12");
        see(camera, 0);
        see(camera, VISIT);

        // When
        controls.put("cam-12", new BackgroundControl("cam-12", false, NOW, NOW));

        // Then
        assertThat(see(camera, 2 * VISIT)).isEqualTo("noise");
        assertThat(see(camera, 3 * VISIT)).isEqualTo("noise");
        assertThat(see(camera, 4 * VISIT)).isEqualTo("silhouettes");
    }

    @Test
    void deletesAStoredBackgroundThatAnOperatorHasReset() {
        // Given
        see(camera("cam-12"), 0);
        see(camera("cam-13"), 0);

        // When
        controls.put("cam-12", new BackgroundControl("cam-12", false, NOW, NOW));
        backgrounds.keepOnly(RawEvents.sites()::camera);

        // Then
        assertThat(store.get("cam-12")).isNull();
        assertThat(store.get("cam-13")).isNotNull();
        assertThat(deleted).containsExactly("cam-12");
    }

    @Test
    void showsAFrozenBackgroundAndLearnsNothing() {
        // Given
        Camera camera = camera("cam-12");
        see(camera, 0);
        see(camera, VISIT);
        see(camera, 2 * VISIT);
        byte[] before = backgrounds.of(camera, NOW.plusSeconds(2 * VISIT)).write();

        // When
        controls.put("cam-12", new BackgroundControl("cam-12", true, null, NOW));
        String shown = see(camera, 3 * VISIT);

        // Then
        assertThat(shown).isEqualTo("silhouettes");
        assertThat(backgrounds.of(camera, NOW.plusSeconds(3 * VISIT)).write()).isEqualTo(before);
    }

    @Test
    void beginsNoBackgroundWhereItIsFrozen() {
        // Given
        controls.put("cam-12", new BackgroundControl("cam-12", true, null, NOW));

        // When
        see(camera("cam-12"), 0);

        // Then
        assertThat(store.get("cam-12")).isNull();
    }

    @Test
    void saysHowMuchOfAStoredBackgroundIsKnown() {
        // When
        see(camera("cam-12"), 0);
        see(camera("cam-12"), VISIT);

        // Then: the picture is grey, as in infra-red light
        assertThat(stored).hasSize(2).allSatisfy(status -> {
            assertThat(status.getCameraId()).isEqualTo("cam-12");
            assertThat(status.getSiteId()).isEqualTo("site-a");
            assertThat(status.getBytes()).isEqualTo(store.get("cam-12").length);
            assertThat(status.getKnownByDay()).isNull();
        });
        assertThat(stored.getFirst().getKnownInfraRed()).isZero();
        assertThat(stored.getLast().getKnownInfraRed()).isGreaterThan(0.6);
        assertThat(stored.getLast().getLearntAt()).isEqualTo(NOW.plusSeconds(VISIT));
    }

    @Test
    void encryptsTheBackgroundWithTheKeyOfTheEventThatTaughtIt() {
        // Given
        key = Optional.of(keys.make("site-a"));

        // When
        see(camera("cam-12"), 0);
        see(camera("cam-12"), VISIT);
        see(camera("cam-12"), 2 * VISIT);
        byte[] written = store.get("cam-12");
        restart();

        // Then
        assertThat(SealedValue.isSealed(Arrays.copyOfRange(written, 32, written.length)))
                .isTrue();
        assertThat(see(camera("cam-12"), 3 * VISIT)).isEqualTo("silhouettes");
        assertThat(faults()).isZero();
    }

    @Test
    void staysEncryptedWhenAnEventInClearComesLater() {
        // Given
        key = Optional.of(keys.make("site-a"));
        see(camera("cam-12"), 0);
        restart();

        // When
        key = Optional.empty();
        see(camera("cam-12"), VISIT);
        see(camera("cam-12"), 2 * VISIT);
        byte[] written = store.get("cam-12");

        // Then
        assertThat(stored).as("it was stored again").hasSizeGreaterThan(1);
        assertThat(SealedValue.isSealed(Arrays.copyOfRange(written, 32, written.length)))
                .isTrue();
    }

    @Test
    void learnsAnewWhenTheKeyOfTheBackgroundIsErased() {
        // Given
        key = Optional.of(keys.make("site-a"));
        see(camera("cam-12"), 0);
        see(camera("cam-12"), VISIT);
        see(camera("cam-12"), 2 * VISIT);

        // When
        keys.erase(key.get().id());
        key = Optional.of(keys.make("site-a"));
        restart();

        // Then
        assertThat(see(camera("cam-12"), 3 * VISIT)).isEqualTo("noise");
        assertThat(faults()).isZero();
    }

    @Test
    void takesNoBackgroundThatWasStoredForAnotherCamera() {
        // Given
        key = Optional.of(keys.make("site-a"));
        see(camera("cam-12"), 0);
        see(camera("cam-13"), 0);

        // When
        store.put("cam-13", store.get("cam-12"));
        restart();
        see(camera("cam-13"), VISIT);

        // Then
        assertThat(faults()).isEqualTo(1);
    }

    private double faults() {
        return metrics.get("frostglass.anonymize.background.faults").counter().count();
    }

    private void restart() {
        backgrounds = backgrounds(2);
    }

    private BackgroundStore backgrounds(int inMemory) {
        return new BackgroundStore(store, inMemory, keys, metrics, controls::get, (id, status) -> {
            if (status == null) {
                deleted.add(id);
            } else {
                stored.add(status);
            }
        });
    }

    /// Sanitizes a picture of the place, so many seconds after the first.
    ///
    /// @return how it was veiled
    private String see(Camera camera, int seconds) {
        Instant at = NOW.plusSeconds(seconds);
        var raw = RawEvents.signed(camera.id(), "msg-" + sent++, at, body(RawEvents.picture()));
        var event = ((RawEventResult.Genuine) verifier.verify("site-a", RawEvents.record(raw), at)).event();
        var genuine = new RawEventResult.Genuine("evt-" + sent, camera, event, at, key);
        return sanitizer.sanitize(genuine, backgrounds).event().getVeil();
    }

    private static Camera camera(String id) {
        return RawEvents.sites().camera(id).orElseThrow();
    }

    private static Camera masked(Camera camera) {
        var mask = new Polygon(List.of(new Corner(0, 0), new Corner(0.1, 0), new Corner(0, 0.1)));
        return new Camera(
                camera.id(),
                camera.site(),
                camera.scheme(),
                camera.secrets(),
                camera.allow(),
                new VeilSettings(Optional.empty(), List.of(mask)),
                camera.rateLimit(),
                camera.synthetic());
    }
}
