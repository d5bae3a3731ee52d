package io.frostglass.admin.certs;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostglass.embedded.EmbeddedBroker;
import io.frostglass.tls.TlsFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// A real broker with a SASL_SSL listener, certificates of the command `certs`, and clients that never stop.
@Tag("broker")
@Tag("in-process")
class RenewalUnderTrafficTest {

    private static final TopicPartition TRAFFIC = new TopicPartition("traffic", 0);

    @TempDir
    Path folder;

    private EmbeddedBroker broker;

    @BeforeEach
    void start() throws Exception {
        certs("init", "certs", "--localhost", "--days", "20");
        broker = EmbeddedBroker.start(
                folder.resolve("broker"),
                0,
                new TlsFiles(
                        Optional.of(file("kafka-1.crt")),
                        Optional.of(file("kafka-1.key")),
                        Optional.of(file("ca.crt"))));
        try (var admin = broker.admin()) {
            admin.createTopics(List.of(new NewTopic(TRAFFIC.topic(), 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private Path file(String name) {
        return folder.resolve("certs").resolve(name);
    }

    private void certs(String command, String dir, String... options) {
        var args = new ArrayList<>(List.of(command, "--dir", folder.resolve(dir).toString()));
        args.addAll(List.of(options));
        assertThat(new CommandLine(new CertsCommand()).execute(args.toArray(String[]::new)))
                .isZero();
    }

    /// Replaces a file as a whole, as `certs` does.
    private static void replace(Path file, String text) throws Exception {
        Path fresh = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void losesNothingWhileCertificatesAndTheAuthorityAreReplaced() throws Exception {
        X509Certificate first = shown();
        try (var traffic = new Traffic(broker.adminProperties())) {
            traffic.flows("traffic flows");

            // When the certificate is renewed
            certs("renew", "certs", "--within", "21", "--days", "20");
            // Then
            eventually("the broker shows the renewed certificate", () -> !shown().equals(first));
            X509Certificate renewed = shown();
            assertThat(renewed.getPublicKey()).isEqualTo(first.getPublicKey());
            traffic.flows("traffic flows with the renewed certificate");

            // When the key is new, too
            certs("renew", "certs", "--within", "21", "--new-keys");
            // Then
            eventually(
                    "the broker shows the new key",
                    () -> !shown().getPublicKey().equals(first.getPublicKey()));
            X509Certificate rekeyed = shown();
            traffic.flows("traffic flows with the new key");

            // When a file is half written
            String whole = Files.readString(file("kafka-1.crt"));
            Files.writeString(file("kafka-1.crt"), whole.substring(0, 200));
            // Then
            traffic.flows("traffic flows with the earlier certificate");
            assertThat(shown()).isEqualTo(rekeyed);
            replace(file("kafka-1.crt"), whole);

            // When another authority takes over: both are trusted, then it signs, then the old one is trusted no more
            certs("init", "next", "--localhost");
            String old = Files.readString(file("ca.crt"));
            String next = Files.readString(folder.resolve("next/ca.crt"));
            Path outdated = Files.writeString(folder.resolve("outdated.crt"), old);
            replace(file("ca.crt"), next + old);
            traffic.flows("traffic flows while both authorities are trusted");
            // Files are looked at once a second.
            Thread.sleep(Duration.ofSeconds(2));
            replace(file("kafka-1.key"), Files.readString(folder.resolve("next/kafka-1.key")));
            replace(file("kafka-1.crt"), Files.readString(folder.resolve("next/kafka-1.crt")));
            eventually(
                    "the broker shows the certificate of the new authority",
                    () -> !shown().getIssuerX500Principal().equals(first.getIssuerX500Principal()));
            replace(file("ca.crt"), next);
            // Then
            traffic.flows("traffic flows with the new authority");
            assertThatThrownBy(() -> connect(outdated)).hasStackTraceContaining(outdated + " does not hold");

            traffic.end();
            assertThat(traffic.failures).isEmpty();
            assertThat(traffic.received)
                    .isEqualTo(IntStream.range(0, traffic.sent).boxed().toList());
        }
    }

    @Test
    void refusesTheOldCertificateOnceAClientTrustsAnotherAuthority() throws Exception {
        // Given
        Path trusted = Files.copy(file("ca.crt"), folder.resolve("trusted.crt"));
        connect(trusted);

        // When
        certs("init", "next");
        replace(trusted, Files.readString(folder.resolve("next/ca.crt")));
        // Files are looked at once a second.
        Thread.sleep(Duration.ofSeconds(2));

        // Then
        assertThatThrownBy(() -> connect(trusted))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(SslAuthenticationException.class)
                .hasStackTraceContaining("the certificate of CN=kafka-1 was issued by CN=Frostglass local CA ")
                .hasStackTraceContaining("which " + trusted + " does not hold");
    }

    private void connect(Path authorities) throws ExecutionException, InterruptedException {
        Map<String, Object> settings = new HashMap<>(broker.adminProperties());
        settings.put("ssl.ca.location", authorities.toString());
        try (var admin = Admin.create(settings)) {
            admin.describeCluster().nodes().get();
        }
    }

    /// What the broker shows to a new connection.
    private X509Certificate shown() throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new AnyServer()}, null);
        try (var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", broker.port())) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static final class AnyServer implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /// Numbers from 0, written and read all the time. Some clients stay connected, and others connect again and again.
    private static final class Traffic implements AutoCloseable {

        private static final int PER_CONNECTION = 20;

        private final Map<String, Object> settings;
        private final List<String> failures = new CopyOnWriteArrayList<>();
        private final List<Integer> received = new CopyOnWriteArrayList<>();
        private final Thread writer = new Thread(this::write, "traffic-writer");
        private final Thread reader = new Thread(this::read, "traffic-reader");
        private volatile int sent;
        private volatile boolean writing = true;
        private volatile boolean reading = true;

        Traffic(Map<String, String> settings) {
            this.settings = new HashMap<>(settings);
            writer.start();
            reader.start();
        }

        /// More than two generations of connections pass.
        void flows(String what) {
            int goal = sent + 3 * PER_CONNECTION;
            eventually(what, () -> received.size() >= goal || !failures.isEmpty());
            assertThat(failures).isEmpty();
        }

        void end() {
            writing = false;
            join(writer);
            eventually("all is read", () -> received.size() >= sent || !failures.isEmpty());
        }

        /// The even connections last, the odd ones are new each time.
        private void write() {
            try (var lasting = producer()) {
                while (writing) {
                    send(lasting);
                    try (var fresh = producer()) {
                        send(fresh);
                    }
                }
            } catch (Exception e) {
                failures.add("writer: " + e);
            }
        }

        private void send(KafkaProducer<byte[], Integer> producer) throws ExecutionException, InterruptedException {
            var results = new ArrayList<Future<RecordMetadata>>();
            int first = sent;
            for (int i = 0; i < PER_CONNECTION; i++) {
                results.add(producer.send(new ProducerRecord<>(TRAFFIC.topic(), 0, null, first + i)));
            }
            producer.flush();
            for (var result : results) {
                result.get();
            }
            sent = first + PER_CONNECTION;
        }

        private KafkaProducer<byte[], Integer> producer() {
            return new KafkaProducer<>(settings, new ByteArraySerializer(), new IntegerSerializer());
        }

        private void read() {
            try {
                while (reading) {
                    try (var consumer =
                            new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new IntegerDeserializer())) {
                        consumer.assign(List.of(TRAFFIC));
                        consumer.seek(TRAFFIC, received.size());
                        for (int poll = 0; poll < 10 && reading; poll++) {
                            consumer.poll(Duration.ofMillis(50)).forEach(record -> received.add(record.value()));
                        }
                    }
                }
            } catch (RuntimeException e) {
                failures.add("reader: " + e);
            }
        }

        @Override
        public void close() {
            writing = false;
            reading = false;
            join(writer);
            join(reader);
        }

        private static void join(Thread thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
