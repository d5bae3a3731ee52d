package io.frostglass.tokens;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.frostglass.agent.AgentKey;
import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.agent.KeyRotation;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.runtime.audit.AuditLog;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two instances mint under load. One rotates its key all the time, by schedule and by command; the test kills the
/// other repeatedly. `-Dfrostglass.keys.kills=30` makes the test longer.
@Tag("broker")
class KeysUnderLoadTest {

    private static final int KILLS = Integer.getInteger("frostglass.keys.kills", 3);
    private static final int TOKENS_BEFORE_A_KILL = 60;
    private static final int SITES = 12;
    private static final long BETWEEN_EVENTS = TimeUnit.SECONDS.toNanos(1) / 200;

    /// A new RSA key per second is too slow on a busy machine, and the test does not depend on the algorithm.
    private static final Map<String, String> QUICK =
            Map.of("token.key.algorithm", "ES256", "token.key.publication.delay.ms", "200");

    @TempDir
    Path folder;

    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final List<SignedJWT> tokens = new ArrayList<>();
    private final Set<String> eventIds = new HashSet<>();
    private final Map<String, Instant> lastExpiries = new HashMap<>();

    /// By issuer, which tells the instances apart.
    private final Map<String, Integer> minted = new ConcurrentHashMap<>();

    @Test
    @Timeout(600)
    void refusesNoTokenAndMintsNoneTwiceWhileKeysComeAndInstancesDie() throws Exception {
        // Given
        var rotating = new HashMap<>(QUICK);
        rotating.put("token.key.rotation.ms", "1000");
        try (var cluster = TokenCluster.start(folder);
                var steady = cluster.instance(rotating);
                var verifier = new TestVerifier(cluster.follow(TopicCatalogue.KEYS, AgentKey.class), steady.url());
                var authorized = cluster.follow(TopicCatalogue.MOTION_AUTHORIZED, AuthorizedMotion.class)) {
            var load = Thread.ofPlatform().start(() -> send(cluster));
            var killer = Thread.ofPlatform().start(() -> killAndRestart(cluster));

            // When
            eventually("the load ends and all of it is minted", () -> {
                for (var record : authorized.poll()) {
                    verify(verifier, record.value());
                }
                return !killer.isAlive() && !load.isAlive() && eventIds.size() == sent.get();
            });

            // Then
            killer.join();
            assertThat(tokens).hasSameSizeAs(eventIds);
            assertThat(minted).hasSize(KILLS + 1);
            var entries = cluster.read(AuditTopics.of(Principal.TOKEN_STREAM), AuditEntry.class);
            assertThat(entries.stream().filter(it -> it.getAction() == Action.minted))
                    .extracting(AuditEntry::getSubject)
                    .containsExactlyInAnyOrderElementsOf(ids());
            assertThat(entries.stream().filter(it -> it.getAction() == Action.key_published))
                    .extracting(AuditEntry::getSubject)
                    .containsAll(lastExpiries.keySet());
            assertThat(entries.stream().filter(it -> it.getAction() == Action.key_retired))
                    .hasSizeGreaterThan(5);
            assertThat(AuditLog.read(cluster.clientOf(Principal.AUDIT_LOG), cluster.serdes(), Instant.EPOCH, _ -> {}))
                    .isEmpty();
            // A new verifier accepts each token until it expires.
            verifier.readKeys();
            for (var last : lastExpiries.entrySet()) {
                assertThat(verifier.shownUntil(last.getKey()))
                        .isAfterOrEqualTo(last.getValue().plus(TokenConfig.LEEWAY));
                assertThat(verifier.isInKeySet(last.getKey())).isTrue();
            }
            assertThat(lastExpiries).hasSizeGreaterThan(5);
        }
    }

    private void verify(TestVerifier verifier, AuthorizedMotion event) throws Exception {
        var token = SignedJWT.parse(event.getEphemeralToken());
        String kid = token.getHeader().getKeyID();
        assertThat(verifier.refusal(event.getEphemeralToken())).isNull();
        if (lastExpiries.put(kid, event.getExpiresAt()) == null) {
            eventually("the key is in the set", () -> verifier.isInKeySet(kid));
        }
        minted.merge(token.getJWTClaimsSet().getIssuer(), 1, Integer::sum);
        tokens.add(token);
        eventIds.add(event.getEventId());
    }

    private List<String> ids() throws Exception {
        var ids = new ArrayList<String>();
        for (var token : tokens) {
            ids.add(token.getJWTClaimsSet().getJWTID());
        }
        return ids;
    }

    private void send(TokenCluster cluster) {
        try (KafkaProducer<String, byte[]> producer = cluster.producer(Principal.ANONYMIZE_STREAM)) {
            while (!stop.get()) {
                int i = sent.getAndIncrement();
                var event = Events.received("evt-" + i, Instant.now()).build();
                var bytes = cluster.bytes(TopicCatalogue.MOTION, SanitizedMotion.class, event);
                var _ = producer.send(new ProducerRecord<>(TopicCatalogue.MOTION.name(), "site-" + (i % SITES), bytes));
                LockSupport.parkNanos(BETWEEN_EVENTS);
            }
        }
    }

    private void killAndRestart(TokenCluster cluster) {
        try (KafkaProducer<String, byte[]> admin = cluster.producer(Principal.TOKEN_ADMIN)) {
            for (int i = 0; i < KILLS; i++) {
                String issuer = "killed-" + i;
                var settings = new HashMap<>(QUICK);
                settings.put("token.issuer", issuer);
                var process = cluster.process(settings);
                eventually("it mints", () -> minted.getOrDefault(issuer, 0) > TOKENS_BEFORE_A_KILL);
                var rotation = new KeyRotation(Instant.now());
                admin.send(new ProducerRecord<>(
                                TopicCatalogue.ROTATIONS.name(),
                                "all",
                                cluster.bytes(TopicCatalogue.ROTATIONS, KeyRotation.class, rotation)))
                        .get();
                // Often during a rotation.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100L * i));
                process.destroyForcibly().waitFor();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            stop.set(true);
        }
    }
}
