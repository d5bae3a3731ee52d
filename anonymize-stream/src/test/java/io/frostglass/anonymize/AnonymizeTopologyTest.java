package io.frostglass.anonymize;

import static io.frostglass.anonymize.RawEvents.CAMERA;
import static io.frostglass.anonymize.RawEvents.NOW;
import static io.frostglass.anonymize.RawEvents.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.cameras.SignatureVerifier;
import io.frostglass.cameras.Sites;
import io.frostglass.encryption.DataKey;
import io.frostglass.encryption.DataKeyUnavailableException;
import io.frostglass.encryption.SealedValue;
import io.frostglass.encryption.ValuePlace;
import io.frostglass.restricted.BackgroundControl;
import io.frostglass.restricted.BackgroundStatus;
import io.frostglass.restricted.MotionRaw;
import io.frostglass.restricted.NamedPattern;
import io.frostglass.restricted.PictureHash;
import io.frostglass.restricted.Verdict;
import io.frostglass.runtime.DeadLetters;
import io.frostglass.sanitized.KnownPattern;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.testsupport.StoreEntries;
import io.frostglass.testsupport.TestRegistry;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import io.frostglass.veil.Veil;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.awt.Color;
import java.awt.Graphics2D;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageIO;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnonymizeTopologyTest {

    /// Seconds from one visit to the next.
    private static final int VISIT = 20 * 60;

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private TestRegistry registry;
    private SerdeFactory serdes;
    private final AtomicReference<Sites> sites = new AtomicReference<>(RawEvents.sites());
    private Topology topology;
    private TopologyTestDriver driver;
    private final List<String> refusals = new ArrayList<>();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final DataKeyMap keys = new DataKeyMap();
    private final List<String> forms = new ArrayList<>();
    private boolean clearAllowed = true;
    private int sent;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        registry = TestRegistry.start(folder);
        serdes = registry.serdes();
        var signatures = new SignatureVerifier(Duration.ofMinutes(6));
        var usual = new RecogniseScene.SimilarityThreshold(Duration.ofSeconds(30), 6);
        var sanitizer = new MotionSanitizer(Veil.standard());
        topology = new AnonymizeTopology(
                        () -> new RawEventVerifier(opener(), RawEvents::sites, signatures, clock),
                        () -> new SanitizeEvent(sanitizer, sites::get, 10, keys, metrics, clock),
                        () -> new RecogniseScene(RawEvents::sites, usual, clock),
                        refusals::add,
                        Duration.ofHours(24),
                        serdes)
                .build();
        driver = new TopologyTestDriver(topology, NOW);
    }

    private RawRecordOpener opener() {
        var raws = serdes.serde(TopicCatalogue.MOTION_RAW, MotionRaw.class).deserializer();
        return new RawRecordOpener(keys, clearAllowed, raws, forms::add);
    }

    @AfterEach
    void stop() {
        driver.close();
        registry.close();
    }

    @Test
    void sanitizesAGenuineEventAndRecordsIt() {
        // When
        raws().pipeInput(CAMERA, signed("msg-1", NOW, RawEvents.body(RawEvents.picture())), NOW);

        // Then
        var event = output(TopicCatalogue.MOTION, SanitizedMotion.class).readKeyValue();
        var entry = output(AuditTopics.of(Principal.ANONYMIZE_STREAM), AuditEntry.class)
                .readKeyValue();
        assertThat(event.key).isEqualTo("site-a");
        assertThat(event.value.getThumbnail()).isNotNull();
        assertThat(entry.key).isEqualTo(event.value.getEventId());
        assertThat(entry.value.getAction()).isEqualTo(Action.anonymized);
        assertThat(entry.value.getDigest()).matches("[0-9a-f]{64}");
        var hash = output(TopicCatalogue.PICTURE_HASHES, PictureHash.class).readKeyValue();
        assertThat(hash.key).isEqualTo(event.value.getEventId());
        assertThat(hash.value.getSiteId()).isEqualTo("site-a");
    }

    @Test
    void takesARepeatedRecordForTheSameEventUntilTheWindowHasPassed() {
        // Given
        var raw = signed("msg-1", NOW, RawEvents.body(""));
        var raws = raws();

        // When
        raws.pipeInput(CAMERA, raw, NOW);
        raws.pipeInput(CAMERA, raw, NOW.plusSeconds(1));
        raws.pipeInput(CAMERA, signed("msg-2", NOW, RawEvents.body("")), NOW.plusSeconds(2));

        // Then
        assertThat(output(TopicCatalogue.MOTION, SanitizedMotion.class).readValuesToList())
                .extracting(SanitizedMotion::getEventId)
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    /// A store without any would count as corrupt at the next start.
    @Test
    void writesToTheStoreOfSeenEventsBeforeThereIsOne() {
        // When
        driver.advanceWallClockTime(Duration.ofSeconds(1));
        driver.advanceWallClockTime(Duration.ofSeconds(1));

        // Then
        assertThat(StoreEntries.count(driver)).containsEntry(AnonymizeTopology.SEEN_EVENTS, 1);

        // When
        raws().pipeInput(CAMERA, signed("msg-1", NOW, RawEvents.body("")), NOW);

        // Then
        assertThat(output(TopicCatalogue.MOTION, SanitizedMotion.class).readValuesToList())
                .hasSize(1);
    }

    @Test
    void sendsAForgedRecordToTheDeadLettersOfItsZoneAsItWas() {
        // Given
        var forged = RawEvents.raw(RawEvents.body(""), Map.of());

        // When
        raws().pipeInput(CAMERA, forged, NOW);

        // Then
        var letters = driver.createOutputTopic(
                TopicCatalogue.RESTRICTED_DEAD_LETTERS.name(),
                Serdes.String().deserializer(),
                serdes.serde(TopicCatalogue.MOTION_RAW, MotionRaw.class).deserializer());
        var letter = letters.readRecord();
        assertThat(letter.value()).isEqualTo(forged);
        assertThat(new String(letter.headers().lastHeader(DeadLetters.REASON).value(), StandardCharsets.UTF_8))
                .isEqualTo("signature_missing");
        assertThat(output(TopicCatalogue.MOTION, SanitizedMotion.class).isEmpty())
                .isTrue();
        assertThat(output(AuditTopics.of(Principal.ANONYMIZE_STREAM), AuditEntry.class)
                        .readValue()
                        .getAction())
                .isEqualTo(Action.refused);
    }

    @Test
    void readsEncryptedRecordsBesideThoseInClear() {
        // Given
        DataKey key = keys.make("site-a");

        // When
        raws().pipeInput("site-a", signed("msg-1", NOW, RawEvents.body("")), NOW);
        encrypted().pipeInput("site-a", sealed(key, "site-a", signed("msg-2", NOW, RawEvents.body(""))), NOW);

        // Then
        assertThat(output(TopicCatalogue.MOTION, SanitizedMotion.class).readValuesToList())
                .hasSize(2);
        assertThat(forms).containsExactly("clear", "encrypted");
        assertThat(refusals).isEmpty();
    }

    @Test
    void refusesARecordThatWasMovedToAnotherSite() {
        // Given
        DataKey key = keys.make("site-a");
        byte[] moved = sealed(key, "site-a", signed("msg-1", NOW, RawEvents.body("")));

        // When
        encrypted().pipeInput("site-b", moved, NOW);

        // Then
        assertThat(refusals).containsExactly("not_authentic");
        var letters = driver.createOutputTopic(
                TopicCatalogue.RESTRICTED_DEAD_LETTERS.name(),
                Serdes.String().deserializer(),
                Serdes.ByteArray().deserializer());
        assertThat(letters.readValue()).isEqualTo(moved);
    }

    @Test
    void refusesARecordInClearWhereNoneIsAllowed() {
        // Given
        clearAllowed = false;
        driver.close();
        driver = new TopologyTestDriver(topology, NOW);

        // When
        raws().pipeInput("site-a", signed("msg-1", NOW, RawEvents.body("")), NOW);

        // Then
        assertThat(refusals).containsExactly("not_encrypted");
    }

    @Test
    void recordsAnErasedEventAndMakesNoDeadLetterOfIt() {
        // Given
        DataKey key = keys.make("site-a");
        byte[] erased = sealed(key, "site-a", signed("msg-1", NOW, RawEvents.body("")));
        keys.erase(key.id());

        // When
        encrypted().pipeInput("site-a", erased, NOW);

        // Then
        var entry = output(AuditTopics.of(Principal.ANONYMIZE_STREAM), AuditEntry.class)
                .readValue();
        assertThat(entry.getAction()).isEqualTo(Action.erased);
        assertThat(entry.getSiteId()).isEqualTo("site-a");
        assertThat(entry.getEventId()).isNull();
        assertThat(entry.getSubject()).isEqualTo(key.id().toString());
        assertThat(driver.producedTopicNames()).doesNotContain(TopicCatalogue.RESTRICTED_DEAD_LETTERS.name());
        assertThat(forms).containsExactly("erased");
        assertThat(refusals).isEmpty();
    }

    @Test
    void stopsWhereAKeyIsMissingAndNotErased() {
        // Given
        DataKey key = new DataKeyMap().make("site-a");
        byte[] value = sealed(key, "site-a", signed("msg-1", NOW, RawEvents.body("")));

        // Then
        assertThatThrownBy(() -> encrypted().pipeInput("site-a", value, NOW))
                .hasRootCauseInstanceOf(DataKeyUnavailableException.class);
        assertThat(driver.producedTopicNames()).isEmpty();
    }

    private TestInputTopic<String, byte[]> encrypted() {
        return driver.createInputTopic(
                TopicCatalogue.MOTION_RAW.name(),
                Serdes.String().serializer(),
                Serdes.ByteArray().serializer());
    }

    private byte[] sealed(DataKey key, String site, MotionRaw raw) {
        String topic = TopicCatalogue.MOTION_RAW.name();
        byte[] clear = serdes.serde(TopicCatalogue.MOTION_RAW, MotionRaw.class)
                .serializer()
                .serialize(topic, raw);
        return SealedValue.seal(key, new ValuePlace(topic, site), raw.getEventId(), clear);
    }

    @Test
    void marksAPictureThatAnotherCameraOfTheSiteHasShownAlready() {
        // When
        var first = send("cam-12", 0, picture(1));
        var brighter = send("cam-13", 29, RawEvents.body(RawEvents.picture(1, 1.05f)));
        var another = send("cam-13", 29, picture(2));

        // Then
        assertThat(first.getDuplicateOf()).isNull();
        assertThat(brighter.getDuplicateOf()).isEqualTo(first.getEventId());
        assertThat(another.getDuplicateOf()).isNull();
        assertThat(output(AuditTopics.of(Principal.ANONYMIZE_STREAM), AuditEntry.class)
                        .readValuesToList())
                .extracting(AuditEntry::getSubject)
                .containsExactly(null, first.getEventId(), null);
    }

    @Test
    void takesForSyntheticOnlyWhatTheSitesFileAndTheEventCallSo() {
        // When
        var ofADevice = send("cam-13", 0, RawEvents.synthetic(RawEvents.picture()));
        var motion = send("cam-synthetic", 1, RawEvents.body(RawEvents.picture(2, 1)));
        var synthetic = send("cam-synthetic", 2, RawEvents.synthetic(RawEvents.picture()));

        // Then
        assertThat(ofADevice.getSynthetic()).isFalse();
        assertThat(motion.getSynthetic()).isFalse();
        assertThat(synthetic.getSynthetic()).isTrue();
    }

    @Test
    void comparesTheSyntheticEventWithNoOther() {
        // When
        var synthetic = send("cam-synthetic", 0, RawEvents.synthetic(RawEvents.picture()));
        var ofADevice = send("cam-12", 1, RawEvents.body(RawEvents.picture()));
        var again = send("cam-synthetic", 2, RawEvents.synthetic(RawEvents.picture()));

        // Then
        assertThat(synthetic.getDuplicateOf()).isNull();
        assertThat(ofADevice.getDuplicateOf()).isNull();
        assertThat(again.getDuplicateOf()).isNull();
    }

    @Test
    void countsTheWindowFromTheFirstPictureSoThatWhatGoesOnIsAlertedAgain() {
        // When
        var first = send("cam-12", 0, picture(1));
        var second = send("cam-12", 20, picture(1));
        var third = send("cam-12", 40, picture(1));
        var fourth = send("cam-12", 60, picture(1));

        // Then
        assertThat(second.getDuplicateOf()).isEqualTo(first.getEventId());
        assertThat(third.getDuplicateOf()).isNull();
        assertThat(fourth.getDuplicateOf()).isEqualTo(third.getEventId());
    }

    @Test
    void doesNotMergeWhatShowsSomethingForTheFirstTime() {
        // When
        var cat = send("cam-12", 0, picture(1).replace("Person", "Cat"));
        var person = send("cam-12", 5, picture(1));
        var again = send("cam-12", 10, picture(1));

        // Then
        assertThat(cat.getDuplicateOf()).isNull();
        assertThat(person.getDuplicateOf()).isNull();
        assertThat(again.getDuplicateOf()).isEqualTo(person.getEventId());
    }

    @Test
    void mergesNothingThatIsDarkAndNothingOfAnotherSite() {
        // When
        send("cam-12", 0, RawEvents.body(RawEvents.blank()));
        send("cam-12", 0, picture(1));

        // Then
        assertThat(send("cam-13", 1, RawEvents.body(RawEvents.blank())).getDuplicateOf())
                .isNull();
        assertThat(send("cam-21", 1, picture(1)).getDuplicateOf()).isNull();
    }

    @Test
    void hasAWindowForEachSite() {
        // When
        var first = send("cam-21", 0, picture(1));
        var within = send("cam-21", 5, picture(1));
        var after = send("cam-21", 6, picture(1));
        send("cam-31", 0, picture(1));
        var off = send("cam-31", 0, picture(1));

        // Then
        assertThat(within.getDuplicateOf()).isEqualTo(first.getEventId());
        assertThat(after.getDuplicateOf()).isNull();
        assertThat(off.getDuplicateOf()).isNull();
    }

    @Test
    void letsSitesOfOneGroupFindWhatLooksAlikeAndNobodyElse() {
        // When
        var here = send("cam-12", 0, picture(1));
        var there = send("cam-21", 0, RawEvents.body(RawEvents.picture(1, 1.05f)));
        var other = send("cam-21", 60, picture(2));
        var outside = send("cam-31", 0, picture(1));

        // Then
        assertThat(there.getGroupBands()).containsAnyElementsOf(here.getGroupBands());
        assertThat(other.getGroupBands()).isNotEmpty().doesNotContainAnyElementsOf(here.getGroupBands());
        assertThat(outside.getGroupBands()).isEmpty();
    }

    @Test
    void marksKnownScenesOfTheSiteUntilTheyAreForgotten() {
        // Given
        var tree = send("cam-12", 0, picture(1));
        var hash = output(TopicCatalogue.PICTURE_HASHES, PictureHash.class).readValue();
        var patterns = driver.createInputTopic(
                TopicCatalogue.KNOWN_PATTERNS.name(),
                Serdes.String().serializer(),
                serdes.serde(TopicCatalogue.KNOWN_PATTERNS, NamedPattern.class).serializer());

        // When
        patterns.pipeInput(
                "site-a/tree",
                new NamedPattern("site-a", "tree", Verdict.safe, hash.getHash(), tree.getEventId(), NOW));
        var known = send("cam-13", 60, RawEvents.body(RawEvents.picture(1, 1.05f)));
        var unknown = send("cam-13", 60, picture(2));
        var elsewhere = send("cam-21", 60, picture(1));
        patterns.pipeInput("site-a/tree", (NamedPattern) null);
        var forgotten = send("cam-13", 120, picture(1));

        // Then
        assertThat(known.getKnownPattern()).isEqualTo(new KnownPattern("tree", io.frostglass.sanitized.Verdict.safe));
        assertThat(unknown.getKnownPattern()).isNull();
        assertThat(elsewhere.getKnownPattern()).isNull();
        assertThat(forgotten.getKnownPattern()).isNull();
    }

    @Test
    void letsNoHeaderOfARawRecordOut() {
        // When
        var headers = new RecordHeaders().add("picture", new byte[] {1, 2, 3});
        raws().pipeInput(new TestRecord<>(CAMERA, signed("msg-1", NOW, picture(1)), headers, NOW));

        // Then
        assertThat(output(TopicCatalogue.MOTION, SanitizedMotion.class)
                        .readRecord()
                        .headers())
                .isEmpty();
        assertThat(output(TopicCatalogue.PICTURE_HASHES, PictureHash.class)
                        .readRecord()
                        .headers())
                .isEmpty();
        assertThat(output(AuditTopics.of(Principal.ANONYMIZE_STREAM), AuditEntry.class)
                        .readRecord()
                        .headers())
                .isEmpty();
    }

    @Tag("slow")
    @Test
    void remembersNoMorePicturesThanAnyWindowNeeds() {
        // When
        for (int minute = 0; minute < 30; minute++) {
            send("cam-12", 60 * minute, picture(minute));
        }

        // Then
        int kept = 0;
        try (var all =
                driver.<String, String>getWindowStore(RecentPictures.STORE).all()) {
            while (all.hasNext()) {
                all.next();
                kept++;
            }
        }
        assertThat(kept).isBetween(10, 12);
    }

    @Tag("slow")
    @Test
    void showsFiguresOnTheBackgroundFromTheThirdVisitOn() throws IOException {
        // When
        var first = send("cam-12", 0, RawEvents.visit(0));
        var second = send("cam-12", VISIT, RawEvents.visit(1));
        var empty = send("cam-12", 2 * VISIT, RawEvents.place(_ -> {}));
        var figure = send("cam-12", 2 * VISIT + 1, RawEvents.place(AnonymizeTopologyTest::figure));

        // Then
        assertThat(first.getVeil()).isEqualTo("noise");
        assertThat(second.getVeil()).isEqualTo("noise");
        assertThat(empty.getVeil()).isEqualTo("silhouettes");
        assertThat(empty.getFigures()).isZero();
        assertThat(empty.getMoved()).isZero();
        assertThat(figure.getFigures()).isEqualTo(1);
        assertThat(figure.getMoved()).isBetween(0.02, 0.1);
        var vermilion = new Color(
                ImageIO.read(new ByteArrayInputStream(figure.getThumbnail().array()))
                        .getRGB(85, 68));
        assertThat(vermilion.getRed()).isGreaterThan(vermilion.getBlue() + 80);
    }

    @Test
    void learnsFromAReferencePictureAndMakesNothingElseOfIt() {
        // When
        for (int visit = 0; visit < 2; visit++) {
            Instant at = NOW.plusSeconds((long) visit * VISIT);
            raws().pipeInput(CAMERA, signed("ref-" + visit, at, RawEvents.reference()), at);
        }

        // Then
        var entries = output(AuditTopics.of(Principal.ANONYMIZE_STREAM), AuditEntry.class)
                .readKeyValuesToList();
        assertThat(entries).hasSize(2).allSatisfy(entry -> {
            assertThat(entry.key).isEqualTo(entry.value.getEventId()).startsWith("evt-");
            assertThat(entry.value.getAction()).isEqualTo(Action.learnt);
            assertThat(entry.value.getReason()).isNull();
            assertThat(entry.value.getCameraId()).isEqualTo(CAMERA);
        });
        assertThat(output(TopicCatalogue.MOTION, SanitizedMotion.class).isEmpty())
                .isTrue();
        assertThat(output(TopicCatalogue.PICTURE_HASHES, PictureHash.class).isEmpty())
                .isTrue();
        assertThat(send("cam-12", 2 * VISIT, RawEvents.place(AnonymizeTopologyTest::figure))
                        .getVeil())
                .isEqualTo("silhouettes");
    }

    @Test
    void recordsWhyAReferenceTaughtNothing() {
        // When
        String body = "{\"kind\": \"reference\", \"timestamp\": \"2026-01-18T12:34:55Z\"}";
        raws().pipeInput(CAMERA, signed("ref-1", NOW, body), NOW);

        // Then
        assertThat(output(AuditTopics.of(Principal.ANONYMIZE_STREAM), AuditEntry.class)
                        .readValue()
                        .getReason())
                .isEqualTo("no_image");
    }

    @Test
    void knowsTheBackgroundAfterARestart() {
        // Given
        for (int visit = 0; visit < 3; visit++) {
            send("cam-12", visit * VISIT, RawEvents.visit(visit));
        }
        var changelog = backgroundsWritten();

        // When
        driver.close();
        driver = new TopologyTestDriver(topology, NOW);
        KeyValueStore<String, byte[]> store = driver.getKeyValueStore(BackgroundStore.STORE);
        changelog.forEach(written -> store.put(written.key, written.value));

        // Then
        assertThat(send("cam-12", 3 * VISIT, RawEvents.place(AnonymizeTopologyTest::figure))
                        .getFigures())
                .isEqualTo(1);
    }

    @Test
    void goesOnAndLearnsAnewWhereStoredBackgroundsHaveTheFirstFormat() {
        // Given
        for (int visit = 0; visit < 3; visit++) {
            send("cam-12", visit * VISIT, RawEvents.visit(visit));
        }
        var changelog = backgroundsWritten();
        driver.close();
        driver = new TopologyTestDriver(topology, NOW);
        KeyValueStore<String, byte[]> store = driver.getKeyValueStore(BackgroundStore.STORE);
        changelog.forEach(written -> store.put(written.key, firstFormat(written.value)));

        // When
        var first = send("cam-12", 3 * VISIT, RawEvents.visit(3));
        var second = send("cam-12", 4 * VISIT, RawEvents.visit(4));
        var third = send("cam-12", 5 * VISIT, RawEvents.place(AnonymizeTopologyTest::figure));

        // Then
        assertThat(first.getVeil()).isEqualTo("noise");
        assertThat(second.getVeil()).isEqualTo("noise");
        assertThat(third.getVeil()).isEqualTo("silhouettes");
        assertThat(third.getFigures()).isEqualTo(1);
        assertThat(metrics.get("frostglass.anonymize.background.faults")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    /// A stored background as the first format had it: without the time of the last visit in which something moved.
    private static byte[] firstFormat(byte[] stored) {
        int version = 32;
        int missing = version + 2 + 3 * Long.BYTES;
        byte[] former = ByteBuffer.allocate(stored.length - Long.BYTES)
                .put(stored, 0, missing)
                .put(stored, missing + Long.BYTES, stored.length - missing - Long.BYTES)
                .array();
        former[version] = 1;
        return former;
    }

    @Tag("slow")
    @Test
    void storesABackgroundOnlyWhenItHasChangedEnough() {
        // When
        for (int visit = 0; visit < 3; visit++) {
            for (int second = 0; second < 10; second++) {
                send("cam-12", visit * VISIT + second, RawEvents.visit(visit));
            }
        }

        // Then
        assertThat(backgroundsWritten()).hasSize(4);
    }

    @Test
    void deletesTheBackgroundOfACameraThatHasLeftTheSitesFile() {
        // Given
        send("cam-12", 0, picture(1));
        send("cam-13", 0, picture(2));
        KeyValueStore<String, byte[]> store = driver.getKeyValueStore(BackgroundStore.STORE);

        // When
        sites.set(RawEvents.sitesWithout("cam-12"));
        driver.advanceWallClockTime(SanitizeEvent.EVERY);

        // Then
        assertThat(store.get("cam-12")).isNull();
        assertThat(store.get("cam-13")).isNotNull();
        var statuses =
                output(TopicCatalogue.BACKGROUND_STATUS, BackgroundStatus.class).readKeyValuesToList();
        assertThat(statuses).extracting(status -> status.key).containsExactly("cam-12", "cam-13", "cam-12");
        assertThat(statuses.getLast().value).isNull();
    }

    @Test
    void followsWhatAnOperatorWantsOfABackground() {
        // Given
        for (int visit = 0; visit < 3; visit++) {
            send("cam-12", visit * VISIT, RawEvents.visit(visit));
        }
        var controls = driver.createInputTopic(
                TopicCatalogue.BACKGROUND_CONTROLS.name(),
                Serdes.String().serializer(),
                serdes.serde(TopicCatalogue.BACKGROUND_CONTROLS, BackgroundControl.class)
                        .serializer());

        // When
        controls.pipeInput("cam-12", new BackgroundControl("cam-12", false, NOW.plusSeconds(2 * VISIT), NOW));

        // Then
        assertThat(send("cam-12", 3 * VISIT, RawEvents.place(_ -> {})).getVeil())
                .isEqualTo("noise");
    }

    @Test
    void storesNoMoreThanTheBoundForEachCamera() {
        // When
        for (int visit = 0; visit < 6; visit++) {
            send(
                    "cam-12",
                    visit * VISIT,
                    visit % 2 == 0 ? RawEvents.place(_ -> {}) : RawEvents.place(AnonymizeTopologyTest::colour));
        }

        // Then
        var written = backgroundsWritten();
        assertThat(written)
                .allSatisfy(entry -> assertThat(entry.value.length).isLessThanOrEqualTo(BackgroundStore.MAX_BYTES));
        assertThat(written.getLast().value.length)
                .as("by day and in infra-red")
                .isGreaterThan(written.getFirst().value.length * 3 / 2);
    }

    /// A change of names or structure strands the state of running clusters: it must be meant, and said in the
    /// release.
    @Test
    void hasTheTopologyThatRunningClustersHave() throws IOException {
        try (var frozen = Objects.requireNonNull(getClass().getResourceAsStream("/topology.txt"))) {
            assertThat(topology.describe().toString().strip())
                    .isEqualTo(new String(frozen.readAllBytes(), StandardCharsets.UTF_8).strip());
        }
    }

    private static void figure(Graphics2D graphics) {
        graphics.setColor(Color.WHITE);
        graphics.fillRect(400, 100, 50, 180);
    }

    /// Colour, as there is none in infra-red light.
    private static void colour(Graphics2D graphics) {
        graphics.setColor(new Color(200, 120, 60, 120));
        graphics.fillRect(0, 0, 320, 360);
    }

    /// What was written to the changelog of the backgrounds.
    private List<KeyValue<String, byte[]>> backgroundsWritten() {
        String changelog = driver.producedTopicNames().stream()
                .filter(name -> name.endsWith("-" + BackgroundStore.STORE + "-changelog"))
                .findFirst()
                .orElseThrow();
        return driver.createOutputTopic(
                        changelog,
                        Serdes.String().deserializer(),
                        Serdes.ByteArray().deserializer())
                .readKeyValuesToList();
    }

    private static String picture(int scene) {
        return RawEvents.body(RawEvents.picture(scene, 1));
    }

    /// Sends an event, so many seconds after the first, and takes what comes of it.
    private SanitizedMotion send(String camera, int seconds, String body) {
        Instant at = NOW.plusSeconds(seconds);
        raws().pipeInput(camera, signed(camera, "msg-" + sent++, at, body), at);
        return output(TopicCatalogue.MOTION, SanitizedMotion.class).readValue();
    }

    private TestInputTopic<String, MotionRaw> raws() {
        return driver.createInputTopic(
                TopicCatalogue.MOTION_RAW.name(),
                Serdes.String().serializer(),
                serdes.serde(TopicCatalogue.MOTION_RAW, MotionRaw.class).serializer());
    }

    private <T extends SpecificRecord> TestOutputTopic<String, T> output(Topic topic, Class<T> type) {
        return driver.createOutputTopic(
                topic.name(),
                Serdes.String().deserializer(),
                serdes.serde(topic, type).deserializer());
    }
}
