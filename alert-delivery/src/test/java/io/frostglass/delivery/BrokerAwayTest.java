package io.frostglass.delivery;

import static io.frostglass.delivery.Installation.alerts;
import static io.frostglass.delivery.Installation.ids;
import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.alerts.DeliveryResult;
import io.frostglass.alerts.Escalation;
import io.frostglass.delivery.TestReceiver.Reply;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.runtime.audit.AuditLog;
import io.frostglass.testsupport.TestCluster;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the application does while its only broker is away, however many receivers there are.
@Tag("broker")
class BrokerAwayTest {

    private static final Duration AWAY = Duration.ofSeconds(8);
    private static final Duration MAX_ANSWER = Duration.ofSeconds(5);

    @TempDir
    Path dir;

    @TempDir
    Path files;

    private final HttpClient http = HttpClient.newHttpClient();

    @ParameterizedTest(name = "{0} receivers")
    @ValueSource(ints = {1, 100})
    void staysAliveAndLosesOrDoublesNothing(int receivers) throws Exception {
        try (var cluster = TestCluster.start(dir);
                var pager = TestReceiver.start()) {
            var named = new LinkedHashMap<String, TestReceiver>();
            for (int i = 0; i < receivers; i++) {
                named.put("pager-" + i, pager);
            }
            var installation = new Installation(cluster, files).withReceivers(named);
            try (var app = installation.start(Map.of("delivery.workers", "7"))) {
                eventually("it is ready", () -> app.health().isReady());
                // Given an alert that its receiver takes when the broker is gone, and some that it has taken
                List<Escalation> early = sent(installation, named.keySet());
                eventually("they are there", () -> pager.ids().containsAll(ids(early)));
                var arrived = new CountDownLatch(1);
                var answer = new CountDownLatch(1);
                pager.behave(_ -> {
                    arrived.countDown();
                    return TestReceiver.replyAfter(answer);
                });
                List<Escalation> underWay = alerts("pager-0", 1);
                installation.raise(underWay);
                arrived.await();

                // When
                cluster.stopBroker();
                answer.countDown();
                pager.behave(_ -> Reply.of(200));
                long end = System.nanoTime() + AWAY.toNanos();

                // Then
                while (System.nanoTime() < end) {
                    long asked = System.nanoTime();
                    assertThat(live(app)).isEqualTo(200);
                    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(MAX_ANSWER);
                    assertThat(threads("delivery-poller")).isLessThanOrEqualTo(4);
                }

                // When
                cluster.startBroker();
                eventually("it is ready again", () -> app.health().isReady());
                List<Escalation> late = sent(installation, named.keySet());

                // Then
                List<String> all = Stream.of(early, underWay, late)
                        .flatMap(some -> ids(some).stream())
                        .toList();
                eventually("all are there", () -> pager.ids().containsAll(all));
                eventually(
                        "all are written down",
                        () -> cluster.read(TopicCatalogue.DELIVERY_RESULTS, DeliveryResult.class),
                        results -> results.size() == all.size());
                assertThat(pager.ids()).containsExactlyInAnyOrderElementsOf(all);
                assertThat(AuditLog.read(
                                cluster.clientOf(Principal.AUDIT_LOG), cluster.serdes(), Instant.EPOCH, _ -> {}))
                        .isEmpty();
            }
        }
    }

    /// One each, for a few of them.
    private static List<Escalation> sent(Installation installation, Iterable<String> receivers) throws Exception {
        var sent = new ArrayList<Escalation>();
        for (String receiver : receivers) {
            if (sent.size() < 10) {
                sent.addAll(alerts(receiver, 1));
            }
        }
        installation.raise(sent);
        return sent;
    }

    private int live(RunningApplication app) throws Exception {
        var request = HttpRequest.newBuilder(app.url().resolve("/health/live")).build();
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }

    private static long threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains(name))
                .count();
    }
}
