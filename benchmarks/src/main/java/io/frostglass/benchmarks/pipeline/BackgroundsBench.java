package io.frostglass.benchmarks.pipeline;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.frostglass.restricted.MotionRaw;
import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.standalone.Application;
import io.frostglass.standalone.DemoLog;
import io.frostglass.standalone.DemoPorts;
import io.frostglass.standalone.EmbeddedCluster;
import io.frostglass.standalone.Installation;
import io.frostglass.standalone.Parts;
import io.frostglass.standalone.camera.CameraShot;
import io.frostglass.standalone.camera.SceneCamera;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.TopicCatalogue;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/// Measures the backgrounds of many cameras in one instance of anonymize-stream: the bytes on its disk, and how long it
/// takes to start without them, from the changelog, and with them.
///
/// Recipe: start broker, registry and anonymize-stream; each camera sends a picture by day and one in infra-red light;
/// stop the application; delete its state and start it until it is ready; stop it and start it again with its state.
@Command(
        name = "backgrounds",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures the store of learnt backgrounds: bytes, and how long an instance takes to restore it.")
public final class BackgroundsBench implements Callable<Integer> {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int PICTURES = 12;
    private static final int MIB = 1024 * 1024;

    @Option(
            names = "--cameras",
            paramLabel = "N",
            defaultValue = "20000",
            description = "How many cameras (default: ${DEFAULT-VALUE}).")
    private int cameras;

    @Option(
            names = "--port-base",
            paramLabel = "PORT",
            defaultValue = "18080",
            description = "Port of ingest; all others move with it (default: ${DEFAULT-VALUE}).")
    private int portBase;

    private final PrintStream progress = System.err;

    @Override
    public Integer call() throws Exception {
        Path data = Files.createTempDirectory("frostglass-bench-");
        DemoLog.toFile(data.resolve("frostglass.log"));
        var installation = Installation.open(data, new DemoPorts(portBase), false);
        Files.writeString(installation.sites(), new BenchSites(cameras).text());
        try (var parts = new Parts(progress)) {
            var cluster = parts.add(EmbeddedCluster.start(installation));
            Path file = installation.writeSettings(Application.ANONYMIZE, cluster.client(Principal.ANONYMIZE_STREAM));
            Path state = data.resolve("state").resolve(Principal.ANONYMIZE_STREAM.user());
            var serdes = parts.add(installation.serdes());
            try (var _ = started(file)) {
                learn(cluster, serdes);
            }
            System.out.printf("%d cameras: %d MiB on disk%n", cameras, bytes(state) / MIB);
            delete(state);
            System.out.printf("ready from the changelog after %.1f s%n", secondsToStart(file));
            System.out.printf("ready with its state after %.1f s%n", secondsToStart(file));
        }
        delete(data);
        return ExitCode.OK;
    }

    private static double secondsToStart(Path file) throws InterruptedException {
        long begin = System.nanoTime();
        try (var _ = started(file)) {
            return (System.nanoTime() - begin) / 1e9;
        }
    }

    private static RunningApplication started(Path file) throws InterruptedException {
        var application = Application.ANONYMIZE;
        var running = application.starter().apply(ApplicationSettings.read(file, application.definition()));
        while (!running.health().isReady()) {
            Thread.sleep(50);
        }
        return running;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a lost event is missing in the count
    private void learn(EmbeddedCluster cluster, SerdeFactory serdes) throws Exception {
        Serializer<MotionRaw> values =
                serdes.serde(TopicCatalogue.MOTION_RAW, MotionRaw.class).serializer();
        var sanitized = new AtomicInteger();
        try (var _ = cluster.follow(
                        Principal.CONSOLE,
                        List.of(TopicCatalogue.MOTION),
                        SanitizedMotion.class,
                        serdes,
                        event -> sanitized.incrementAndGet());
                var producer = new KafkaProducer<>(
                        Map.<String, Object>copyOf(cluster.client(Principal.INGEST)), new StringSerializer(), values)) {
            for (int light = 0; light < 2; light++) {
                List<byte[]> pictures = pictures(light == 0 ? 2 : 3);
                for (int camera = 0; camera < cameras; camera++) {
                    var raw = raw(camera, light, pictures.get(camera % PICTURES));
                    producer.send(new ProducerRecord<>(TopicCatalogue.MOTION_RAW.name(), BenchSites.site(camera), raw));
                }
                int expected = (light + 1) * cameras;
                for (Instant end = Instant.now().plus(Duration.ofMinutes(60)); sanitized.get() < expected; ) {
                    if (Instant.now().isAfter(end)) {
                        throw new IllegalStateException(sanitized + " of " + expected + " events arrived");
                    }
                    Thread.sleep(200);
                }
                progress.printf("%d events%n", expected);
            }
        }
    }

    private static MotionRaw raw(int camera, int light, byte[] jpeg) throws IOException {
        byte[] body = JSON.writeValueAsBytes(Map.of("timestamp", Instant.now().toString(), "image", jpeg));
        String id = "evt-" + camera + "-" + light;
        return MotionRaw.newBuilder()
                .setEventId(id)
                .setCameraId(BenchSites.camera(camera))
                .setReceivedAt(Instant.now())
                .setContentType("application/json")
                .setSignatureHeaders(
                        BenchSites.SCHEME.headers(BenchSites.SECRET, id, Instant.now(), body).entrySet().stream()
                                .collect(Collectors.toMap(
                                        header -> header.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue)))
                .setBody(ByteBuffer.wrap(body))
                .build();
    }

    /// Small pictures of a drawn camera. A background has the same size for any.
    private static List<byte[]> pictures(int number) throws IOException {
        var camera = SceneCamera.number(number, 7);
        var pictures = new ArrayList<byte[]>();
        for (int i = 0; i < PICTURES; i++) {
            CameraShot shot = camera.take(Instant.EPOCH);
            var small = new BufferedImage(256, 144, BufferedImage.TYPE_INT_RGB);
            var graphics = small.createGraphics();
            graphics.drawImage(ImageIO.read(new ByteArrayInputStream(shot.jpeg())), 0, 0, 256, 144, null);
            graphics.dispose();
            var jpeg = new ByteArrayOutputStream();
            ImageIO.write(small, "jpeg", jpeg);
            pictures.add(jpeg.toByteArray());
        }
        return pictures;
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.delete(file);
        }
    }
}
