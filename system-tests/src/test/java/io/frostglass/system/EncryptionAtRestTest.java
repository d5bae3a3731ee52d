package io.frostglass.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.encryption.SealedValue;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.standalone.Application;
import io.frostglass.standalone.camera.CameraShot;
import io.frostglass.standalone.camera.SceneCamera;
import io.frostglass.standalone.load.CameraAccount;
import io.frostglass.standalone.load.TrafficGenerator;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is on a broker's disk when events have passed the whole pipeline.
@Tag("broker")
@Tag("in-process")
class EncryptionAtRestTest {

    private static final int EVENTS = 3;

    /// So long that none is found by chance.
    private static final int CHUNK = 16;

    @TempDir
    Path keys;

    @Test
    void aBrokersDiskHoldsNoPartOfAPictureInClear() throws Exception {
        Path keystore = keystore();
        Map<String, String> encryption = Map.of(
                "encryption.enabled", "true",
                "encryption.keystore.file", keystore.toString(),
                "encryption.keystore.password", "correct horse");
        try (var standing =
                Standing.start(Map.of(Principal.INGEST, encryption, Principal.ANONYMIZE_STREAM, encryption))) {
            CameraShot shot = send(standing);

            // Then
            assertThat(standing.values(TopicCatalogue.MOTION, SanitizedMotion.class))
                    .allSatisfy(event -> assertThat(event.getThumbnail()).isNotNull());
            assertThat(standing.records(TopicCatalogue.MOTION_RAW))
                    .hasSize(EVENTS)
                    .allSatisfy(record ->
                            assertThat(SealedValue.isSealed(record.value())).isTrue());
            assertThat(standing.records(TopicCatalogue.DATA_KEYS)).hasSize(1);
            assertThat(chunksOnDisk(standing.brokerFolder(), shot)).isZero();
            assertThat(standing.metrics(Application.ANONYMIZE))
                    .contains(
                            "frostglass_anonymize_raw_records_total{application=\"anonymize-stream\",form=\"encrypted\"} "
                                    + EVENTS + ".0")
                    .contains("frostglass_erasures_open{application=\"anonymize-stream\"} 0.0");
        }
    }

    /// The same search finds the picture where encryption is off.
    @Test
    void withoutEncryptionTheSearchFindsThePicture() throws Exception {
        try (var standing = Standing.start()) {
            CameraShot shot = send(standing);

            // Then
            assertThat(standing.records(TopicCatalogue.DATA_KEYS)).isEmpty();
            assertThat(chunksOnDisk(standing.brokerFolder(), shot)).isGreaterThan(100);
        }
    }

    private static CameraShot send(Standing standing) throws Exception {
        var account = CameraAccount.readAll(standing.installation().sites()).getFirst();
        CameraShot shot = SceneCamera.number(1, 1).take(Instant.now());
        standing.send(List.of(new TrafficGenerator.Source(account, _ -> shot)), EVENTS, _ -> {});
        standing.awaitRecords(TopicCatalogue.MOTION, EVENTS);
        standing.awaitDelivered(EVENTS);
        return shot;
    }

    private Path keystore() throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) 7);
        store.setEntry(
                "frostglass-data",
                new KeyStore.SecretKeyEntry(new SecretKeySpec(key, "AES")),
                new KeyStore.PasswordProtection("correct horse".toCharArray()));
        Path file = keys.resolve("data.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, "correct horse".toCharArray());
        }
        return file;
    }

    /// How many parts of the picture are in files of the broker: of its bytes, and of its text in the webhook. What is
    /// before the compressed picture are tables that every JPEG has, thumbnails too.
    private static long chunksOnDisk(Path folder, CameraShot shot) throws IOException {
        byte[] text = Base64.getEncoder().encode(shot.jpeg());
        int picture = startOfScan(shot.jpeg());
        Set<String> chunks = new HashSet<>();
        for (int at = picture; at + CHUNK <= shot.jpeg().length; at += CHUNK) {
            chunks.add(latin(shot.jpeg(), at));
        }
        // Four characters of the text are three bytes.
        for (int at = picture / 3 * 4 + 4; at + CHUNK <= text.length; at += CHUNK) {
            chunks.add(latin(text, at));
        }
        // Runs of one byte are in every file.
        chunks.removeIf(chunk -> chunk.chars().distinct().count() < CHUNK / 2);
        var found = new HashSet<String>();
        try (Stream<Path> files = Files.walk(folder)) {
            // Indexes hold offsets and times alone, in files of ten megabytes.
            files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith("index"))
                    .forEach(file -> {
                        byte[] content = read(file);
                        for (int at = 0; at + CHUNK <= content.length; at++) {
                            String window = latin(content, at);
                            if (chunks.contains(window)) {
                                found.add(window);
                            }
                        }
                    });
        }
        return found.size();
    }

    /// The last marker of this kind: a JPEG may have a smaller one in its metadata.
    private static int startOfScan(byte[] jpeg) {
        for (int at = jpeg.length - 2; at > 0; at--) {
            if ((jpeg[at] & 0xff) == 0xff && (jpeg[at + 1] & 0xff) == 0xda) {
                return at;
            }
        }
        throw new AssertionError("not a JPEG");
    }

    private static String latin(byte[] bytes, int at) {
        return new String(bytes, at, CHUNK, StandardCharsets.ISO_8859_1);
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
