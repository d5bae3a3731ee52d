package io.frostglass.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostglass.topics.CatalogueAcls;
import io.frostglass.topics.ClusterProvisioner;
import io.frostglass.topics.Principal;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Tries on a real broker what each principal of the catalogue may do, and what it may not.
@Tag("broker")
@Tag("in-process")
class AclEnforcementTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @TempDir
    static Path dir;

    private static EmbeddedBroker broker;

    @BeforeAll
    static void start() throws Exception {
        broker = EmbeddedBroker.start(dir, 0);
        try (Admin admin = broker.admin()) {
            new ClusterProvisioner(admin).apply();
        }
        try (var producer = producer("admin", broker.adminProperties(), Map.of())) {
            for (Topic topic : TopicCatalogue.topics()) {
                producer.send(record(topic)).get();
            }
        }
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @ParameterizedTest
    @EnumSource(Principal.class)
    void writesThoseTopicsThatItIsAWriterOfAndNoOther(Principal principal) throws Exception {
        // Given
        // Idempotence off: the cluster refuses it to those who may write nothing, before it looks at the topic.
        try (var producer = producer(principal, Map.of("enable.idempotence", "false"))) {
            for (Topic topic : TopicCatalogue.topics()) {
                // When, Then
                if (topic.writers().contains(principal)) {
                    producer.send(record(topic)).get();
                } else {
                    assertThatThrownBy(() -> producer.send(record(topic)).get())
                            .as("%s writes %s", principal, topic.name())
                            .rootCause()
                            .isInstanceOf(TopicAuthorizationException.class);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Principal.class)
    void readsThoseTopicsThatItIsAReaderOfAndNoOther(Principal principal) {
        // Given
        try (var consumer = consumer(principal)) {
            for (Topic topic : TopicCatalogue.topics()) {
                consumer.assign(List.of(new TopicPartition(topic.name(), 0)));
                // When, Then
                if (topic.readers().contains(principal)) {
                    assertThat(readsOne(consumer))
                            .as("%s reads %s", principal, topic.name())
                            .isTrue();
                } else {
                    assertThatThrownBy(() -> readsOne(consumer))
                            .as("%s reads %s", principal, topic.name())
                            .isInstanceOf(TopicAuthorizationException.class);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Principal.class)
    void joinsGroupsOfItsOwnNameOnly(Principal principal) {
        Topic topic = TopicCatalogue.topics().stream()
                .filter(candidate -> candidate.readers().contains(principal))
                .findFirst()
                .orElseThrow();
        for (Principal owner : Principal.values()) {
            // Given
            try (var consumer = consumer(principal, owner.applicationId())) {
                consumer.subscribe(List.of(topic.name()));
                // When, Then
                if (owner == principal) {
                    consumer.poll(Duration.ofMillis(1));
                    consumer.committed(Set.of(new TopicPartition(topic.name(), 0)), TIMEOUT);
                } else {
                    assertThatThrownBy(() -> readsOne(consumer))
                            .as("%s joins a group of %s", principal, owner)
                            .isInstanceOf(GroupAuthorizationException.class);
                }
            }
        }
    }

    @Test
    void usesTransactionalIdsOfItsOwnNameOnly() {
        // Given
        String own = Principal.TOKEN_STREAM.applicationId() + "-1";
        String foreign = Principal.ANONYMIZE_STREAM.applicationId() + "-1";

        try (var producer = producer(Principal.TOKEN_STREAM, Map.of("transactional.id", own))) {
            // When, Then
            producer.initTransactions();
        }
        try (var producer = producer(Principal.TOKEN_STREAM, Map.of("transactional.id", foreign))) {
            assertThatThrownBy(producer::initTransactions).isInstanceOf(TransactionalIdAuthorizationException.class);
        }
    }

    @Test
    void aStreamsApplicationMakesUsesAndDeletesItsInternalTopicsAndNoOthers() throws Exception {
        // Given
        String own = Principal.ANONYMIZE_STREAM.applicationId() + "-seen-changelog";
        try (Admin admin = Admin.create(Map.copyOf(broker.clientProperties(Principal.ANONYMIZE_STREAM)))) {
            // When, Then
            admin.createTopics(List.of(new NewTopic(own, Optional.of(1), Optional.empty())))
                    .all()
                    .get();
            Records.write(broker.clientProperties(Principal.ANONYMIZE_STREAM), own);
            admin.deleteRecords(Map.of(new TopicPartition(own, 0), RecordsToDelete.beforeOffset(1)))
                    .all()
                    .get();
            assertRefused(
                    TopicAuthorizationException.class,
                    () -> create(admin, Principal.TOKEN_STREAM.applicationId() + "-seen-changelog"));
            assertRefused(TopicAuthorizationException.class, () -> create(admin, "restricted.another"));
            assertRefused(
                    TopicAuthorizationException.class,
                    () -> admin.deleteTopics(List.of(TopicCatalogue.MOTION_RAW.name()))
                            .all()
                            .get());
        }
        // Changelogs of the stage that sees raw media are as closed as the raw topic.
        for (Principal other : Principal.values()) {
            if (other != Principal.ANONYMIZE_STREAM) {
                try (var consumer = consumer(other)) {
                    consumer.assign(List.of(new TopicPartition(own, 0)));
                    assertThatThrownBy(() -> readsOne(consumer)).isInstanceOf(TopicAuthorizationException.class);
                }
            }
        }
    }

    /// The type of events with their tokens is on escalation-sink's class path, beside that of decisions.
    @Test
    void escalationSinkReadsWhatAgentsDecidedAndNoTokens() {
        // Given
        try (var consumer = consumer(Principal.ESCALATION_SINK)) {
            // When, Then
            consumer.assign(List.of(new TopicPartition(TopicCatalogue.DECISIONS.name(), 0)));
            assertThat(readsOne(consumer)).isTrue();
            consumer.assign(List.of(new TopicPartition(TopicCatalogue.MOTION_AUTHORIZED.name(), 0)));
            assertThatThrownBy(() -> readsOne(consumer)).isInstanceOf(TopicAuthorizationException.class);
        }
    }

    @Test
    void theDeliveryWorkersShareAGroupAndSetHowItBehaves() throws Exception {
        // Given
        String group = Principal.ALERT_DELIVERY.shareGroupPrefix() + "pager-of-acme";
        try (Admin admin = Admin.create(Map.copyOf(broker.clientProperties(Principal.ALERT_DELIVERY)));
                var producer = producer(Principal.ESCALATION_SINK, Map.of());
                var consumer = shareConsumer(Principal.ALERT_DELIVERY, group)) {
            // When
            configureGroup(admin, group);
            producer.send(record(TopicCatalogue.ESCALATIONS)).get();
            consumer.subscribe(List.of(TopicCatalogue.ESCALATIONS.name()));

            // Then
            assertThat(readsOne(consumer::poll, records -> records.isEmpty())).isTrue();
            assertRefused(
                    GroupAuthorizationException.class, () -> configureGroup(admin, Principal.PAGER.applicationId()));
        }
        try (var stranger = shareConsumer(Principal.PAGER, group)) {
            stranger.subscribe(List.of(TopicCatalogue.ESCALATIONS.name()));
            assertThatThrownBy(() -> readsOne(stranger::poll, records -> records.isEmpty()))
                    .isInstanceOf(GroupAuthorizationException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Principal.class)
    void administersNothing(Principal principal) {
        // Given
        try (Admin admin = Admin.create(Map.copyOf(broker.clientProperties(principal)))) {
            // When, Then
            assertRefused(
                    ClusterAuthorizationException.class,
                    () -> admin.createAcls(CatalogueAcls.of(principal)).all().get());
            assertRefused(
                    TopicAuthorizationException.class,
                    () -> admin.incrementalAlterConfigs(Map.of(
                                    new ConfigResource(ConfigResource.Type.TOPIC, TopicCatalogue.MOTION_RAW.name()),
                                    List.of(new AlterConfigOp(new ConfigEntry("retention.ms", "-1"), OpType.SET))))
                            .all()
                            .get());
        }
    }

    private interface Attempt {
        Object run() throws ExecutionException, InterruptedException;
    }

    private static void assertRefused(Class<? extends AuthorizationException> how, Attempt attempt) {
        assertThatThrownBy(attempt::run).hasCauseInstanceOf(how);
    }

    private static Void create(Admin admin, String topic) throws ExecutionException, InterruptedException {
        return admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
                .all()
                .get();
    }

    private static Void configureGroup(Admin admin, String group) throws ExecutionException, InterruptedException {
        return admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.GROUP, group),
                        List.of(
                                new AlterConfigOp(new ConfigEntry("share.auto.offset.reset", "earliest"), OpType.SET),
                                new AlterConfigOp(
                                        new ConfigEntry("share.isolation.level", "read_committed"), OpType.SET))))
                .all()
                .get();
    }

    private static ProducerRecord<byte[], byte[]> record(Topic topic) {
        return new ProducerRecord<>(topic.name(), 0, new byte[] {1}, new byte[] {2});
    }

    private static boolean readsOne(KafkaConsumer<byte[], byte[]> consumer) {
        return readsOne(consumer::poll, records -> records.isEmpty());
    }

    private static <R> boolean readsOne(Function<Duration, R> poll, Predicate<R> isEmpty) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (System.nanoTime() < deadline) {
            if (!isEmpty.test(poll.apply(Duration.ofMillis(20)))) {
                return true;
            }
        }
        return false;
    }

    private static KafkaProducer<byte[], byte[]> producer(Principal principal, Map<String, String> more) {
        return producer(principal.user(), broker.clientProperties(principal), more);
    }

    private static KafkaProducer<byte[], byte[]> producer(
            String user, Map<String, String> client, Map<String, String> more) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("client.id", user);
        settings.putAll(more);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Principal principal, String group) {
        return consumer(principal, Map.of("group.id", group));
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Principal principal) {
        return consumer(principal, Map.of());
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Principal principal, Map<String, String> more) {
        Map<String, Object> settings = new HashMap<>(broker.clientProperties(principal));
        settings.putAll(more);
        settings.put("auto.offset.reset", "earliest");
        settings.put("fetch.max.wait.ms", "50");
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static KafkaShareConsumer<byte[], byte[]> shareConsumer(Principal principal, String group) {
        Map<String, Object> settings = new HashMap<>(broker.clientProperties(principal));
        settings.put("group.id", group);
        return new KafkaShareConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
