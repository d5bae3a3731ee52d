package io.frostglass.runtime.transactions;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.testsupport.TestCluster;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.Principal;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// On a real broker. The test says when a transaction may go on.
@Tag("broker")
@Timeout(60)
class TransactionalBatchWriterTest {

    private static final int MAX_RECORDS = 4;
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    static Path folder;

    private static TestCluster cluster;

    private final Handler handler = new Handler();
    private final Timer commits = new SimpleMeterRegistry().timer("commits");
    private String name;
    private TransactionalBatchWriter<Request, String> writer;

    @BeforeAll
    static void startBroker() throws Exception {
        cluster = TestCluster.start(folder);
    }

    @AfterAll
    static void stopBroker() {
        cluster.close();
    }

    @BeforeEach
    void start(TestInfo test) {
        name = test.getTestMethod().orElseThrow().getName();
        start(LONG, cluster.adminClient());
    }

    private void start(Duration requestTimeout, Map<String, Object> kafka) {
        var limits = new BatchLimits(100, Map.of(), MAX_RECORDS, Long.MAX_VALUE, requestTimeout);
        var settings = TransactionalProducers.settings(kafka, name);
        writer = TransactionalBatchWriter.start(name, settings, limits, handler, commits);
        handler.settled.release();
        eventually("the writer is ready", writer::isWriting);
    }

    @AfterEach
    void stop() {
        handler.settled.release(100);
        handler.turns.release(100);
        writer.close();
    }

    @Test
    void writesTogetherWhatCameWhileATransactionWasUnderWay() {
        // Given
        var first = write("a");
        eventually("the first batch is sent", () -> handler.batches, it -> it.size() == 1);
        var others = List.of(write("b"), write("c"), write("d"), write("e"), write("f"));

        // When
        handler.turns.release(3);

        // Then
        assertThat(first.join()).isEqualTo("written a");
        assertThat(others).extracting(CompletableFuture::join).first().isEqualTo("written b");
        assertThat(handler.batches).containsExactly(List.of("a"), List.of("b", "c", "d", "e"), List.of("f"));
        assertThat(handler.committed).isEqualTo(handler.batches);
        assertThat(commits.count()).isEqualTo(3);
        assertThat(onTheTopic()).containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f");
    }

    @Test
    void opensOnABrokerThatIsSlowerThanACallMayTake() {
        // Given
        writer.close();
        var hasty = new HashMap<>(cluster.adminClient());
        hasty.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 2);

        // When // Then
        start(LONG, hasty);
    }

    @Test
    void sleepsUntilSomethingComes() {
        var thread = Thread.getAllStackTraces().keySet().stream()
                .filter(it -> it.getName().equals(name))
                .findFirst()
                .orElseThrow();

        eventually("the thread waits", thread::getState, it -> it == Thread.State.WAITING);
    }

    @Test
    void answersAtOnceAfterAFailureUntilItKnowsWhatWasCommitted() {
        // Given
        var broken = writer.write(new Request("a", () -> {
            throw new IllegalStateException("cannot be written");
        }));
        eventually("the first batch is sent", () -> handler.batches, it -> it.size() == 1);
        var waiting = write("b");

        // When
        handler.turns.release();

        // Then
        assertThat(broken.join()).isEqualTo("unavailable");
        assertThat(waiting.join()).isEqualTo("unavailable");
        assertThat(writer.isWriting()).isFalse();
        assertThat(write("c")).isCompletedWithValue("unavailable");

        // When
        handler.settled.release();
        eventually("the writer is ready", writer::isWriting);
        handler.turns.release();

        // Then
        assertThat(write("d").join()).isEqualTo("written d");
        assertThat(handler.committed).containsExactly(List.of("d"));
        assertThat(onTheTopic()).containsExactly("d");
    }

    @Test
    void isDownAfterAnErrorAndKeepsNobodyWaiting() throws Exception {
        // Given
        var faulty = writer.write(new Request("a", () -> {
            throw new AssertionError("a fault");
        }));
        eventually("the first batch is sent", () -> handler.batches, it -> it.size() == 1);
        var waiting = write("b");

        // When
        handler.turns.release(10);
        handler.settled.release(10);

        // Then
        assertThat(faulty.get(10, TimeUnit.SECONDS)).isEqualTo("unavailable");
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo("unavailable");
        assertThat(writer.isWriting()).isFalse();
        assertThat(write("c")).isCompletedWithValue("unavailable");
    }

    @Test
    void doesNotWriteWhatHasBeenAnsweredInTheMeantime() {
        // Given
        writer.close();
        start(Duration.ofMillis(200), cluster.adminClient());
        var slow = write("a");
        eventually("the first batch is sent", () -> handler.batches, it -> it.size() == 1);
        var late = write("b");

        // When
        assertThat(slow.join()).isEqualTo("unavailable");
        assertThat(late.join()).isEqualTo("unavailable");
        handler.turns.release(2);

        // Then
        eventually("the first batch is committed", () -> handler.committed, List.of(List.of("a"))::equals);
        assertThat(write("c").join()).isEqualTo("written c");
        assertThat(handler.batches).containsExactly(List.of("a"), List.of("c"));
    }

    @Test
    void writesWhatWaitsWhenItStops() throws Exception {
        // Given
        var requests = new ArrayList<>(List.of(write("a")));
        eventually("the first batch is sent", () -> handler.batches, it -> it.size() == 1);
        IntStream.range(0, 2 * MAX_RECORDS).forEach(i -> requests.add(write("b" + i)));

        // When
        var closing = Thread.ofVirtual().start(writer::close);
        eventually("the writer stops", () -> !writer.isWriting());
        var late = write("c");
        handler.turns.release(10);
        closing.join();

        // Then
        assertThat(late).isCompletedWithValue("unavailable");
        assertThat(requests).allSatisfy(it -> assertThat(it.join()).startsWith("written"));
        assertThat(onTheTopic()).hasSameSizeAs(requests);
    }

    private CompletableFuture<String> write(String key) {
        return writer.write(new Request(key, () -> {}));
    }

    /// What this test has written.
    private List<String> onTheTopic() {
        return cluster.records(AuditTopics.of(Principal.TOKEN_STREAM)).stream()
                .map(record -> record.key())
                .filter(key -> key.startsWith(name))
                .map(key -> key.substring(name.length()))
                .toList();
    }

    /// @param fault happens after the record is sent
    private record Request(String key, Runnable fault) implements BatchWriteRequest {
        @Override
        public int records() {
            return 1;
        }
    }

    private final class Handler implements BatchHandler<Request, String> {
        final Semaphore settled = new Semaphore(0);
        final Semaphore turns = new Semaphore(0);
        final List<List<String>> batches = new CopyOnWriteArrayList<>();
        final List<List<String>> committed = new CopyOnWriteArrayList<>();

        @Override
        public String unavailable() {
            return "unavailable";
        }

        @Override
        public void catchUp() throws InterruptedException {
            settled.acquire();
        }

        @Override
        public List<String> send(List<Request> batch, Consumer<ProducerRecord<String, byte[]>> transaction) {
            batches.add(keys(batch));
            turns.acquireUninterruptibly();
            for (Request request : batch) {
                transaction.accept(new ProducerRecord<>(
                        AuditTopics.of(Principal.TOKEN_STREAM).name(), name + request.key(), new byte[0]));
                request.fault().run();
            }
            return batch.stream().map(request -> "written " + request.key()).toList();
        }

        @Override
        public void committed(List<Request> batch) {
            committed.add(keys(batch));
        }

        private static List<String> keys(List<Request> batch) {
            return batch.stream().map(Request::key).toList();
        }
    }
}
