package io.frostglass.anonymize.erasure;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostglass.anonymize.AnonymizeApp;
import io.frostglass.anonymize.KnownPatterns;
import io.frostglass.anonymize.RawEvents;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.encryption.DataKey;
import io.frostglass.encryption.DataKeyMaker;
import io.frostglass.encryption.EncryptionSettings;
import io.frostglass.encryption.KeystoreKeys;
import io.frostglass.encryption.SealedValue;
import io.frostglass.encryption.ValuePlace;
import io.frostglass.restricted.BackgroundControl;
import io.frostglass.restricted.Erasure;
import io.frostglass.restricted.MotionRaw;
import io.frostglass.restricted.NamedPattern;
import io.frostglass.restricted.PictureHash;
import io.frostglass.restricted.Verdict;
import io.frostglass.restricted.WrappedKey;
import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.runtime.TopicSnapshot;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.settings.Secret;
import io.frostglass.testsupport.TestCluster;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.ClusterProvisioner;
import io.frostglass.topics.Principal;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `frostglass erase` on a real broker with its ACLs.
@Tag("broker")
class EraseTest {

    private static final String SITE = "site-a";
    private static final String PASSWORD = "correct horse";
    private static final String RAW = TopicCatalogue.MOTION_RAW.name();
    private static final Path RUNBOOK = Path.of("../docs/runbooks/erase-request.md");

    @TempDir
    Path folder;

    /// The latest day that --before may name.
    private final LocalDate today = LocalDate.ofInstant(Instant.now().minus(SiteEraser.LATE_RECORDS), ZoneOffset.UTC);

    private final Instant yesterday = today.minusDays(1).atTime(12, 0).toInstant(ZoneOffset.UTC);
    private TestCluster cluster;
    private Path keystore;
    private KeystoreKeys wrapping;

    @BeforeEach
    void start() throws Exception {
        cluster = TestCluster.start(folder.resolve("cluster"));
        cluster.writeClientProperties(folder.resolve("clients"));
        Files.writeString(folder.resolve("sites.yaml"), RawEvents.sitesFile());
        keystore = keystore();
        wrapping = KeystoreKeys.open(new EncryptionSettings(
                Optional.of(keystore), Optional.empty(), Secret.of(PASSWORD), "frostglass-data"));
    }

    private Path keystore() throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setEntry(
                "frostglass-data",
                new KeyStore.SecretKeyEntry(new SecretKeySpec(new byte[32], "AES")),
                new KeyStore.PasswordProtection(PASSWORD.toCharArray()));
        Path file = folder.resolve("data.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void makesAllOfASiteFromBeforeADayUnreadableAndLeavesTheRest() throws Exception {
        // Given
        DataKey old = writeKey(SITE, yesterday);
        DataKey oldOfOther = writeKey("site-b", yesterday);
        DataKey fresh = writeKey(SITE, Instant.now());
        writeHash("evt-old", yesterday);
        writeHash("evt-new", Instant.now());
        name("evt-old", "gate");
        name("evt-new", "door");
        try (var _ = startApplication()) {
            send(old, "msg-1");
            awaitEvents(1);
            sendForged(old);
            eventually(
                    "the dead letter",
                    () -> cluster.records(TopicCatalogue.RESTRICTED_DEAD_LETTERS)
                                    .size()
                            == 1);

            // When
            String tried = erase(0, today, "");
            String done = erase(0, today, "--yes");

            // Then
            assertThat(tried)
                    .contains("site-a, before " + today + ": data keys 1, hashes 1, known patterns 1, backgrounds 1")
                    .contains("nothing was written");
            assertThat(done).contains("data keys 1, hashes 1").contains("erased, ");
            assertThat(isErased(old)).isTrue();
            assertThat(isErased(oldOfOther)).isFalse();
            assertThat(isErased(fresh)).isFalse();
            assertThat(latest(TopicCatalogue.PICTURE_HASHES))
                    .containsKey("evt-new")
                    .doesNotContainKey("evt-old");
            assertThat(patterns()).extracting(NamedPattern::getName).containsExactly("door");
            assertThat(cluster.read(TopicCatalogue.BACKGROUND_CONTROLS, BackgroundControl.class))
                    .singleElement()
                    .satisfies(control -> assertThat(control.getResetAt()).isNotNull());
            assertThat(cluster.read(AuditTopics.of(Principal.ERASURE_ADMIN), AuditEntry.class))
                    .extracting(AuditEntry::getAction)
                    .containsExactly(Action.erasure_requested, Action.erased);
            assertThat(cluster.records(TopicCatalogue.RESTRICTED_DEAD_LETTERS))
                    .singleElement()
                    .satisfies(letter -> assertThat(
                                    SealedValue.parse(letter.value()).keyId())
                            .isEqualTo(old.id()));
            assertThat(cluster.read(TopicCatalogue.ERASURES, Erasure.class)
                            .getLast()
                            .getDoneAt())
                    .isNotNull();

            // and when a reader meets an erased record, it goes on with the next
            send(old, "msg-1");
            send(fresh, "msg-2");
            awaitEvents(2);
            assertThat(cluster.read(AuditTopics.of(Principal.ANONYMIZE_STREAM), AuditEntry.class))
                    .filteredOn(entry -> entry.getAction() == Action.erased)
                    .singleElement()
                    .satisfies(entry ->
                            assertThat(entry.getSubject()).isEqualTo(old.id().toString()));
            assertThat(cluster.records(TopicCatalogue.RESTRICTED_DEAD_LETTERS)).hasSize(1);

            // and a second time, there is nothing to erase
            assertThat(erase(0, today, "--yes")).contains("data keys 0, hashes 0, known patterns 0, backgrounds 0");
        }
    }

    @Test
    void waitsForEventsWhoseAlertsWouldBeLostAndLetsTheClockRun() throws Exception {
        // Given
        DataKey old = writeKey(SITE, yesterday);
        send(old, "msg-1");
        Instant asked = yesterday;
        var eraser = eraser(Duration.ofMillis(300));

        // When
        assertThatExceptionOfType(EventsWaitException.class)
                .isThrownBy(() -> eraser.erase(eraser.plan(new ErasureRequest(SITE, today, asked))))
                .withMessageContaining("records wait for anonymize-stream")
                .withMessageContaining(SITE);

        // Then
        assertThat(isErased(old)).isFalse();
        assertThat(cluster.read(TopicCatalogue.ERASURES, Erasure.class))
                .singleElement()
                .satisfies(erasure -> assertThat(erasure.getDoneAt()).isNull());

        // and when it is run again later
        try (var _ = startApplication()) {
            awaitEvents(1);
            var again = eraser(Duration.ofSeconds(60));
            again.erase(again.plan(new ErasureRequest(SITE, today, now())));
        }

        // Then
        assertThat(isErased(old)).isTrue();
        assertThat(cluster.read(TopicCatalogue.ERASURES, Erasure.class).getLast())
                .satisfies(erasure -> assertThat(erasure.getRequestedAt()).isEqualTo(asked))
                .satisfies(erasure -> assertThat(erasure.getDoneAt()).isNotNull());
    }

    @Test
    void replaysTheJournalOnAClusterThatCameBack() throws Exception {
        // Given
        DataKey old = writeKey(SITE, yesterday);
        erase(0, today, "--yes");
        assertThat(isErased(old)).isTrue();
        assertThat(Files.readAllLines(folder.resolve("journal")))
                .singleElement()
                .satisfies(line -> assertThat(line).endsWith(" site-a " + today));

        // When
        // As from the copy of a disk.
        DataKey cameBack = writeKey(SITE, yesterday);
        String replayed = run(0, "--replay", folder.resolve("journal").toString(), "--yes");

        // Then
        assertThat(replayed).contains("data keys 1").contains("erased, ");
        assertThat(isErased(cameBack)).isTrue();
    }

    @Test
    @Tag("in-process")
    void aBrokersDiskLosesAnErasedKey() throws Exception {
        // Given
        // After the compaction, a broker keeps the files for a minute.
        set(TopicCatalogue.DATA_KEYS, TopicConfig.FILE_DELETE_DELAY_MS_CONFIG, "1");
        writeKey(SITE, yesterday);
        writeHash("evt-old", yesterday);
        byte[] wrapped = Objects.requireNonNull(cluster.read(TopicCatalogue.DATA_KEYS, WrappedKey.class)
                        .getLast()
                        .getWrapped())
                .array();
        assertThat(isOnDisk(wrapped)).isTrue();

        // When
        String done = erase(0, today, "--yes");

        // Then
        assertThat(done).contains("compacted the erased data keys and hashes away");
        eventually("the wrapped key is gone", () -> !isOnDisk(wrapped));
        assertThat(cluster.read(TopicCatalogue.DATA_KEYS, WrappedKey.class))
                .isNotEmpty()
                .allSatisfy(key -> assertThat(key.getErasedAt()).isNotNull());
        assertThat(cluster.records(TopicCatalogue.PICTURE_HASHES))
                .isNotEmpty()
                .allSatisfy(record -> assertThat(record.value()).isNull());
        try (var admin = cluster.admin()) {
            assertThat(new ClusterProvisioner(admin).plan().changes())
                    .as("the lag is set back")
                    .isEmpty();
        }
    }

    /// No compaction puts old records into one segment with new ones.
    @Test
    @Tag("in-process")
    void hashesGoByTheirAge() throws Exception {
        // Given
        Duration kept = Duration.ofSeconds(3);
        set(TopicCatalogue.PICTURE_HASHES, TopicConfig.RETENTION_MS_CONFIG, Long.toString(kept.toMillis()));
        set(TopicCatalogue.PICTURE_HASHES, TopicConfig.SEGMENT_MS_CONFIG, "200");
        Instant begin = Instant.now();

        // When
        for (int i = 0; Instant.now().isBefore(begin.plus(kept.multipliedBy(3))); i++) {
            writeHash("evt-" + i, Instant.now());
            Thread.sleep(100);
        }

        // Then
        assertThat(cluster.records(TopicCatalogue.PICTURE_HASHES))
                .isNotEmpty()
                .allSatisfy(record -> assertThat(Instant.ofEpochMilli(record.timestamp()))
                        .isAfter(begin.plus(kept.multipliedBy(3).dividedBy(2))));
    }

    private void set(Topic topic, String setting, String value) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
        var change = new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET);
        try (var admin = cluster.admin()) {
            admin.incrementalAlterConfigs(Map.of(resource, List.of(change)))
                    .all()
                    .get();
        }
    }

    private boolean isOnDisk(byte[] bytes) throws IOException {
        String searched = new String(bytes, StandardCharsets.ISO_8859_1);
        try (Stream<Path> files = Files.walk(folder.resolve("cluster/broker"))) {
            return files.filter(file -> file.toString().contains(TopicCatalogue.DATA_KEYS.name()))
                    .filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith("index"))
                    .anyMatch(file -> content(file).contains(searched));
        } catch (UncheckedIOException e) {
            // The broker has deleted a file meanwhile: look again.
            return isOnDisk(bytes);
        }
    }

    /// Empty if the broker has just deleted the file.
    private static String content(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void erasesOnlyDaysThatAreOver() {
        var eraser = eraser(Duration.ofSeconds(1));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> eraser.plan(new ErasureRequest(SITE, today.plusDays(1), yesterday)))
                .withMessageContaining("--before at most " + today);
        // In the first quarter of an hour of a day, records of the day before may still be written.
        var early = new SiteEraser(
                client(Principal.ERASURE_ADMIN),
                cluster.serdes(),
                () -> today.atTime(0, 14).toInstant(ZoneOffset.UTC),
                Duration.ofSeconds(1));
        assertThatIllegalArgumentException().isThrownBy(() -> early.plan(new ErasureRequest(SITE, today, yesterday)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> eraser.plan(
                        new ErasureRequest(SITE, today, Instant.now().plus(Duration.ofDays(1)))))
                .withMessageContaining("in the future");
    }

    @Test
    void theEraserReadsNoPictureAndIngestAndBackupReadNoKey() throws Exception {
        send(writeKey(SITE, yesterday), "msg-1");

        assertThatThrownBy(() -> read(Principal.ERASURE_ADMIN, TopicCatalogue.MOTION_RAW))
                .isInstanceOf(AuthorizationException.class);
        assertThatThrownBy(() -> read(Principal.ERASURE_ADMIN, TopicCatalogue.RESTRICTED_DEAD_LETTERS))
                .isInstanceOf(AuthorizationException.class);
        assertThatThrownBy(() -> read(Principal.INGEST, TopicCatalogue.DATA_KEYS))
                .isInstanceOf(AuthorizationException.class);
        assertThatThrownBy(() -> read(Principal.BACKUP, TopicCatalogue.DATA_KEYS))
                .isInstanceOf(AuthorizationException.class);
    }

    /// The commands of the page, one after the other, on a cluster that they fit.
    @Test
    void theCommandsOfTheRunbookWork() throws Exception {
        writeKey(SITE, yesterday);
        var commands = Files.readAllLines(RUNBOOK).stream()
                .filter(line -> line.startsWith("./frostglass erase "))
                .map(line -> line.substring("./frostglass erase ".length())
                        .replaceFirst("\\s+#.*", "")
                        .replace("SITE", SITE)
                        .replace("2026-11-30", today.toString())
                        .replace("2026-11-29T10:00:00Z", yesterday.toString())
                        .replace(
                                "/mnt/erasures/journal",
                                folder.resolve("journal").toString()))
                .toList();

        assertThat(commands).hasSizeGreaterThanOrEqualTo(3);
        for (String command : commands) {
            run(0, command.split(" +", -1));
        }
        assertThat(cluster.read(TopicCatalogue.DATA_KEYS, WrappedKey.class)
                        .getLast()
                        .getWrapped())
                .isNull();
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    private SiteEraser eraser(Duration timeout) {
        return new SiteEraser(client(Principal.ERASURE_ADMIN), cluster.serdes(), Clock.systemUTC(), timeout);
    }

    private Map<String, Object> client(Principal principal) {
        return Map.copyOf(cluster.clientOf(principal));
    }

    private String erase(int exitCode, LocalDate before, String yes) {
        return run(
                exitCode,
                ("--site site-a --before " + before + " --journal " + folder.resolve("journal") + " " + yes)
                        .strip()
                        .split(" ", -1));
    }

    private String run(int exitCode, String... arguments) {
        var out = new StringWriter();
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--config", folder.resolve("clients/erasure-admin.properties").toString()));
        var line = EraseMain.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
        assertThat(line.execute(all.toArray(String[]::new))).as(out.toString()).isEqualTo(exitCode);
        return out.toString();
    }

    private DataKey writeKey(String site, Instant at) {
        var made = new DataKeyMaker(wrapping, () -> at).keyOf(site);
        cluster.write(
                Principal.INGEST,
                TopicCatalogue.DATA_KEYS,
                made.key().id().toString(),
                List.of(made.toWrite().orElseThrow()),
                WrappedKey.class);
        return made.key();
    }

    private boolean isErased(DataKey key) {
        return cluster.records(TopicCatalogue.DATA_KEYS, WrappedKey.class).stream()
                .filter(record -> record.key().equals(key.id().toString()))
                .reduce((first, last) -> last)
                .map(last -> last.value().getWrapped() == null && last.value().getErasedAt() != null)
                .orElseThrow();
    }

    private void writeHash(String eventId, Instant at) throws Exception {
        byte[] value = cluster.bytes(
                TopicCatalogue.PICTURE_HASHES, PictureHash.class, new PictureHash(SITE, 0x0123456789abcdefL));
        try (var producer = cluster.producer(Principal.ANONYMIZE_STREAM)) {
            producer.send(new ProducerRecord<>(
                            TopicCatalogue.PICTURE_HASHES.name(), null, at.toEpochMilli(), eventId, value))
                    .get();
        }
    }

    private void name(String eventId, String name) {
        new KnownPatterns(client(Principal.PATTERN_ADMIN), cluster.serdes(), Clock.systemUTC())
                .add(eventId, name, Verdict.safe);
    }

    private List<NamedPattern> patterns() {
        return new KnownPatterns(client(Principal.PATTERN_ADMIN), cluster.serdes(), Clock.systemUTC()).list();
    }

    private Map<String, byte[]> latest(Topic topic) {
        var latest = new HashMap<String, byte[]>();
        cluster.records(topic).forEach(record -> {
            if (record.value() == null) {
                latest.remove(record.key());
            } else {
                latest.put(record.key(), record.value());
            }
        });
        return latest;
    }

    private void read(Principal principal, Topic topic) {
        TopicSnapshot.read(client(principal), List.of(topic), Instant.EPOCH, record -> {});
    }

    private void send(DataKey key, String id) throws Exception {
        send(key, RawEvents.signed(id, Instant.now(), RawEvents.body(RawEvents.picture())));
    }

    private void sendForged(DataKey key) throws Exception {
        send(key, RawEvents.raw(RawEvents.body(RawEvents.picture()), Map.of()));
    }

    /// In a transaction, as ingest does.
    private void send(DataKey key, MotionRaw raw) {
        byte[] clear = cluster.bytes(TopicCatalogue.MOTION_RAW, MotionRaw.class, raw);
        byte[] value = SealedValue.seal(key, new ValuePlace(RAW, SITE), raw.getEventId(), clear);
        try (var producer = cluster.transactional(Principal.INGEST)) {
            var _ = producer.send(new ProducerRecord<>(RAW, SITE, value));
            producer.commitTransaction();
        }
    }

    private List<SanitizedMotion> awaitEvents(int count) {
        return eventually(
                count + " events",
                () -> cluster.read(TopicCatalogue.MOTION, SanitizedMotion.class),
                events -> events.size() >= count);
    }

    private RunningApplication startApplication() {
        var settings = cluster.applicationSettings(
                Principal.ANONYMIZE_STREAM,
                Map.of(
                        "sites.file", folder.resolve("sites.yaml").toString(),
                        "state.dir", folder.resolve("state").toString(),
                        "encryption.enabled", "true",
                        "encryption.keystore.file", keystore.toString(),
                        "encryption.keystore.password", PASSWORD));
        var app = AnonymizeApp.start(ApplicationSettings.of(settings, AnonymizeApp.SETTINGS));
        eventually("it works", () -> app.health().isReady());
        return app;
    }
}
