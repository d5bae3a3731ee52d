package io.frostglass.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.restricted.MotionRaw;
import io.frostglass.standalone.camera.CameraShot;
import io.frostglass.standalone.camera.SceneCamera;
import io.frostglass.standalone.load.CameraAccount;
import io.frostglass.standalone.load.TrafficGenerator;
import io.frostglass.standalone.load.WebhookAnswer;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.Principal;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import io.frostglass.topics.Zone;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The whole pipeline, on a real broker with its ACLs: what passes, and what must not.
@Tag("broker")
class ZonesTest {

    private static final int EVENTS = 12;
    /// Of [SceneCamera]. Less of it would be found in random bytes.
    private static final Pattern SERIAL_NUMBER = Pattern.compile("FG[0-9]{8}");
    /// A JWT.
    private static final Pattern TOKEN = Pattern.compile("eyJ[\\w-]{10,}\\.[\\w-]{10,}");

    private static Standing standing;
    private static final List<CameraShot> SHOTS = new CopyOnWriteArrayList<>();
    private static final List<String> EVENT_IDS = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void sendEventsThrough() throws Exception {
        standing = Standing.start();
        var sources = new ArrayList<TrafficGenerator.Source>();
        for (CameraAccount account :
                CameraAccount.readAll(standing.installation().sites())) {
            var camera = SceneCamera.number(sources.size() + 1, 7);
            sources.add(new TrafficGenerator.Source(account, at -> {
                CameraShot cameraShot = camera.take(at);
                SHOTS.add(cameraShot);
                return cameraShot;
            }));
        }
        standing.send(sources, EVENTS, webhookAnswer -> {
            if (webhookAnswer instanceof WebhookAnswer.AcceptedAnswer acceptedAnswer) {
                EVENT_IDS.add(acceptedAnswer.eventId());
            }
        });
        standing.awaitDelivered(EVENTS);
        // An alert does not wait for its token
        standing.awaitRecords(TopicCatalogue.MOTION_AUTHORIZED, EVENTS);
    }

    @AfterAll
    static void stop() {
        standing.close();
    }

    @Test
    void bringsEveryEventToTheReceiverOnce() {
        assertThat(EVENT_IDS).hasSize(EVENTS).doesNotHaveDuplicates();
        assertThat(standing.alerts()).containsExactlyInAnyOrderElementsOf(EVENT_IDS);
        assertThat(standing.records(TopicCatalogue.MOTION)).hasSizeGreaterThanOrEqualTo(EVENTS);
        assertThat(standing.records(TopicCatalogue.MOTION_AUTHORIZED)).hasSizeGreaterThanOrEqualTo(EVENTS);
    }

    @Test
    void letsNothingOfTheRawPictureOutOfItsZone() {
        // Given what the cameras sent, the metadata of the pictures and pieces of their coded data
        var forbidden = new ArrayList<String>(List.of("Exif", "ns.adobe.com", "Photoshop", ".JPG", "WGS-84"));
        for (CameraShot cameraShot : SHOTS) {
            forbidden.addAll(pieces(cameraShot.jpeg()));
        }
        // and that they are found where they may be
        assertThat(texts(standing.records(TopicCatalogue.MOTION_RAW))).anyMatch(text -> text.contains("Exif"));
        assertThat(texts(standing.records(TopicCatalogue.MOTION_RAW)))
                .anyMatch(text -> SERIAL_NUMBER.matcher(text).find());

        // Then
        for (Topic topic : standing.topicsOutside(Zone.RESTRICTED)) {
            for (String text : texts(standing.records(topic))) {
                assertThat(forbidden).as(topic.name()).noneMatch(text::contains);
                assertThat(text).as(topic.name()).doesNotContainPattern(SERIAL_NUMBER);
            }
        }
    }

    @Test
    void keepsInternalTopicsInTheZoneOfTheirApplication() {
        assertThat(standing.topicNames())
                .filteredOn(name -> !name.startsWith("__"))
                .allMatch(name -> Arrays.stream(Zone.values()).anyMatch(zone -> name.startsWith(zone.prefix())))
                .filteredOn(name -> name.contains("anonymize-stream-"))
                .isNotEmpty()
                .allMatch(name -> name.startsWith(Zone.RESTRICTED.prefix()));
    }

    @Test
    void takesARecordThatNoCameraSignedNoFurther() {
        // Given
        int sanitized = standing.records(TopicCatalogue.MOTION).size();
        int dead = standing.records(TopicCatalogue.RESTRICTED_DEAD_LETTERS).size();
        var forged = MotionRaw.newBuilder()
                .setEventId("evt-00000000000000000000000000000000")
                .setCameraId("cam-1")
                .setReceivedAt(Instant.now())
                .setContentType("application/json")
                .setSignatureHeaders(
                        Map.of("webhook-id", "msg_x", "webhook-timestamp", "1", "webhook-signature", "v1,AA=="))
                .setBody(ByteBuffer.wrap("{\"timestamp\":\"2026-01-18T12:34:56Z\"}".getBytes(ISO_8859_1)))
                .build();

        // When
        standing.cluster()
                .write(Principal.INGEST, TopicCatalogue.MOTION_RAW, "cam-1", List.of(forged), MotionRaw.class);

        // Then
        standing.awaitRecords(TopicCatalogue.RESTRICTED_DEAD_LETTERS, dead + 1);
        assertThat(standing.records(TopicCatalogue.MOTION)).hasSize(sanitized);
    }

    @Test
    void takesACopyOfAGenuineRecordForTheSameEvent() throws Exception {
        // Given
        int audited = standing.records(TopicCatalogue.MOTION).size();
        ConsumerRecord<String, byte[]> genuine =
                standing.records(TopicCatalogue.MOTION_RAW).getFirst();
        int dead = standing.records(TopicCatalogue.RESTRICTED_DEAD_LETTERS).size();

        // When it is written again, followed by one that is sure to be refused
        writeRaw(genuine.key(), genuine.value());
        writeRaw(genuine.key(), new byte[] {9, 9});
        standing.awaitRecords(TopicCatalogue.RESTRICTED_DEAD_LETTERS, dead + 1);

        // Then
        assertThat(standing.records(TopicCatalogue.MOTION)).hasSize(audited);
    }

    /// Writes past ingest.
    private static void writeRaw(String key, byte[] value) throws Exception {
        try (var producer = standing.cluster().producer(Principal.INGEST)) {
            producer.send(new ProducerRecord<>(TopicCatalogue.MOTION_RAW.name(), key, value))
                    .get();
        }
    }

    @Test
    void holdsNoSecretInTheAuditLog() {
        String audit = AuditTopics.all().stream()
                .flatMap(topic -> texts(standing.records(topic)).stream())
                .collect(Collectors.joining());
        assertThat(audit).contains(EVENT_IDS).doesNotContain("whsec_").doesNotContainPattern(TOKEN);
    }

    /// Windows over the coded picture: binary, and as base64 would show it.
    private static List<String> pieces(byte[] jpeg) {
        var pieces = new ArrayList<String>();
        for (int share = 1; share < 8; share++) {
            int from = jpeg.length * share / 8;
            byte[] piece = Arrays.copyOfRange(jpeg, from, from + 24);
            if (isUniform(piece)) {
                continue;
            }
            pieces.add(new String(piece, ISO_8859_1));
            pieces.add(Base64.getEncoder()
                    .encodeToString(Arrays.copyOfRange(jpeg, from - from % 3, from - from % 3 + 24)));
        }
        return pieces;
    }

    private static boolean isUniform(byte[] piece) {
        for (byte b : piece) {
            if (b != piece[0]) {
                return false;
            }
        }
        return true;
    }

    private static List<String> texts(List<ConsumerRecord<String, byte[]>> records) {
        return records.stream()
                .map(record -> record.key() + text(record.value()))
                .toList();
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, ISO_8859_1);
    }
}
