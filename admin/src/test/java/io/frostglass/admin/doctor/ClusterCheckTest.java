package io.frostglass.admin.doctor;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.admin.doctor.Deviation.Severity;
import io.frostglass.testsupport.TestCluster;
import io.frostglass.topics.CatalogueAcls;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a real broker, as the catalogue says; each test plants one fault more, and only that is found.
@Tag("broker")
class ClusterCheckTest {

    private static final String CLUSTER = "kafka-cluster";

    private static TestCluster cluster;
    private static Admin admin;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        cluster = TestCluster.start(folder);
        admin = cluster.admin();
    }

    @AfterAll
    static void stop() {
        admin.close();
        cluster.close();
    }

    @FunctionalInterface
    private interface Fault {
        void plant() throws Exception;
    }

    private static List<Deviation> all() {
        return new ClusterCheck(admin, Set.of(), Clock.systemUTC()).all();
    }

    /// What is found after the fault and was not before.
    private static Deviation found(String check, Fault fault) throws Exception {
        List<Deviation> before = all();
        fault.plant();
        eventually(
                check + " is found",
                () -> all().stream()
                        .anyMatch(deviation -> deviation.check().equals(check) && !before.contains(deviation)));
        var more = new ArrayList<>(all());
        more.removeAll(before);
        assertThat(more).hasSize(1);
        assertThat(more.getFirst().check()).isEqualTo(check);
        return more.getFirst();
    }

    @Test
    void findsNothingOnAFreshClusterButThatNoApplicationRuns() {
        assertThat(all().stream().filter(deviation -> !deviation.check().equals("group-empty")))
                .filteredOn(deviation -> !PLANTED.contains(deviation.check()))
                .isEmpty();
    }

    /// The tests share the cluster, and run in any order.
    private static final Set<String> PLANTED = Set.of(
            "topic-missing",
            "retention",
            "timestamp-type",
            "partitions",
            "topic-unknown",
            "topic-setting",
            "acl-missing",
            "acl-too-wide",
            "zone-readable",
            "user-unknown",
            "user-missing");

    @Test
    void findsAMissingTopic() throws Exception {
        var found = found(
                "topic-missing",
                () -> admin.deleteTopics(List.of(TopicCatalogue.PICTURE_HASHES.name()))
                        .all()
                        .get());

        assertThat(found.subject()).isEqualTo(TopicCatalogue.PICTURE_HASHES.name());
        assertThat(found.mend()).startsWith("frostglass topics apply");
    }

    @Test
    void findsPicturesThatStayTooLong() throws Exception {
        var found = found("retention", () -> set(TopicCatalogue.MOTION_RAW.name(), "retention.ms", "604800000"));

        assertThat(found.what()).isEqualTo("retention.ms is 604800000, not 86400000");
    }

    @Test
    void findsATopicWhoseWritersChooseTheTime() throws Exception {
        var found = found(
                "timestamp-type", () -> set(TopicCatalogue.RECEIPTS.name(), "message.timestamp.type", "CreateTime"));

        assertThat(found.subject()).isEqualTo(TopicCatalogue.RECEIPTS.name());
    }

    @Test
    void findsASettingThatSomebodyMade() throws Exception {
        var found = found("topic-setting", () -> set(TopicCatalogue.KEYS.name(), "compression.type", "gzip"));

        assertThat(found.mend()).contains("--delete-config compression.type");
    }

    @Test
    void findsTooManyPartitions() throws Exception {
        var found = found(
                "partitions",
                () -> admin.createPartitions(Map.of(TopicCatalogue.SWITCHES.name(), NewPartitions.increaseTo(3)))
                        .all()
                        .get());

        assertThat(found.subject()).isEqualTo(TopicCatalogue.SWITCHES.name());
    }

    @Test
    void findsATopicInAZoneThatNobodyKnows() throws Exception {
        var found = found(
                "topic-unknown",
                () -> admin.createTopics(List.of(new NewTopic("restricted.copy", Optional.of(1), Optional.empty())))
                        .all()
                        .get());

        assertThat(found.subject()).isEqualTo("restricted.copy");
    }

    @Test
    void findsAMissingAcl() throws Exception {
        AclBinding wanted = CatalogueAcls.of(Principal.PAGER).getFirst();

        var found = found(
                "acl-missing",
                () -> admin.deleteAcls(List.of(wanted.toFilter())).all().get());

        assertThat(found.subject()).isEqualTo("User:pager");
    }

    @Test
    void findsAPrincipalThatMayReadAnotherZone() throws Exception {
        var found = found(
                "zone-readable",
                () -> grant("console", AclOperation.READ, ResourceType.TOPIC, "restricted.", PatternType.PREFIXED));

        assertThat(found.severity()).isEqualTo(Severity.ERROR);
        assertThat(found.what()).startsWith("it may read the zone restricted: ");
        assertThat(found.mend())
                .endsWith("--remove --force --allow-principal 'User:console' --allow-host '*' --operation read"
                        + " --topic 'restricted.' --resource-pattern-type prefixed");
    }

    @Test
    void findsThatEverybodyMayReadEverything() throws Exception {
        var found = found(
                "zone-readable", () -> grant("*", AclOperation.ALL, ResourceType.TOPIC, "*", PatternType.LITERAL));

        assertThat(found.what()).startsWith("it may read the zone restricted, sanitized, agent, alerts, audit: ");
    }

    @Test
    void findsAnAclThatGrantsMoreThanIsNeeded() throws Exception {
        var found = found(
                "acl-too-wide",
                () -> grant(
                        "pager",
                        AclOperation.WRITE,
                        ResourceType.TOPIC,
                        TopicCatalogue.ESCALATIONS.name(),
                        PatternType.LITERAL));

        assertThat(found.subject()).isEqualTo("User:pager");
    }

    @Test
    void findsAUserThatIsInNoCatalogue() throws Exception {
        var found = found("user-unknown", () -> user("former-console"));

        assertThat(found.subject()).isEqualTo("former-console");
        assertThat(new ClusterCheck(admin, Set.of("former-console"), Clock.systemUTC()).all())
                .doesNotContain(found);
    }

    @Test
    void findsAPrincipalWithoutAUser() throws Exception {
        var found = found(
                "user-missing",
                () -> admin.alterUserScramCredentials(List.of(
                                new UserScramCredentialDeletion("incident-admin", ScramMechanism.SCRAM_SHA_512)))
                        .all()
                        .get());

        assertThat(found.subject()).isEqualTo("incident-admin");
    }

    @Test
    void findsAReceiverWhoseGroupHasNoMember() throws Exception {
        var settings = cluster.clientOf(Principal.ALERT_DELIVERY);
        settings.put("group.id", "alerts.alert-delivery-gone");
        var bytes = new ByteArrayDeserializer();

        var found = found("group-empty", () -> {
            try (var consumer = new KafkaShareConsumer<>(settings, bytes, bytes)) {
                consumer.subscribe(List.of(TopicCatalogue.ESCALATIONS.name()));
                eventually("it is a member", () -> {
                    consumer.poll(Duration.ofMillis(100));
                    return admin.listGroups().all().get().stream()
                            .anyMatch(group -> group.groupId().endsWith("-gone"));
                });
            }
        });

        assertThat(found.subject()).isEqualTo("alerts.alert-delivery-gone");
    }

    @Test
    void isQuietAboutAGroupWithAMember() {
        String group = Principal.TOKEN_STREAM.applicationId();
        var settings = cluster.clientOf(Principal.TOKEN_STREAM);
        settings.put("group.id", group);
        var bytes = new ByteArrayDeserializer();
        try (var consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
            consumer.subscribe(List.of(TopicCatalogue.MOTION.name()));
            eventually("the group has a member", () -> {
                consumer.poll(Duration.ofMillis(100));
                return all().stream().noneMatch(it -> it.subject().equals(group));
            });
        }
        eventually(
                "it has none", () -> all().stream().anyMatch(it -> it.subject().equals(group)));
    }

    @Test
    void findsThatTheClocksDiffer() {
        var behind = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-1));

        assertThat(new ClusterCheck(admin, Set.of(), behind).all())
                .filteredOn(it -> it.check().equals("clock"))
                .singleElement()
                .satisfies(it -> assertThat(it.what()).matches("its clock is (59|60|61) s ahead of this machine's"));
        assertThat(all()).noneMatch(it -> it.check().equals("clock"));
    }

    @Test
    void saysWhatItMayNotLookAt() {
        try (Admin console = Admin.create(cluster.clientOf(Principal.CONSOLE))) {
            assertThat(new ClusterCheck(console, Set.of(), Clock.systemUTC()).all())
                    .filteredOn(it -> it.check().equals("not-checked"))
                    .extracting(Deviation::subject)
                    .contains("broker settings", "topics and ACLs", "users", "clock");
        }
    }

    /// Of a user that may describe, and nothing else.
    @Test
    void needsNoMoreThanToDescribe() throws Exception {
        user("look");
        for (AclOperation operation : List.of(AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS)) {
            grant("look", operation, ResourceType.CLUSTER, CLUSTER, PatternType.LITERAL);
            grant("look", operation, ResourceType.TOPIC, "*", PatternType.LITERAL);
        }
        grant("look", AclOperation.DESCRIBE, ResourceType.GROUP, "*", PatternType.LITERAL);
        var settings = new HashMap<>(cluster.adminClient());
        settings.put(
                SaslConfigs.SASL_JAAS_CONFIG,
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"look\""
                        + " password=\"look\";");
        try (Admin look = Admin.create(settings)) {
            eventually(
                    "it may look",
                    () -> new ClusterCheck(look, Set.of("look"), Clock.systemUTC())
                            .all().stream().noneMatch(it -> it.check().equals("not-checked")));
        } finally {
            admin.deleteAcls(List.of(new AclBindingFilter(
                            ResourcePatternFilter.ANY,
                            new AccessControlEntryFilter("User:look", null, AclOperation.ANY, AclPermissionType.ANY))))
                    .all()
                    .get();
            admin.alterUserScramCredentials(
                            List.of(new UserScramCredentialDeletion("look", ScramMechanism.SCRAM_SHA_512)))
                    .all()
                    .get();
        }
    }

    @Test
    void findsBrokersThatAreOpen() {
        assertThat(ClusterCheck.settings(
                        Map.of("allow.everyone.if.no.acl.found", "true", "auto.create.topics.enable", "true")))
                .extracting(Deviation::check)
                .containsExactly("open-by-default", "auto-create");
        assertThat(ClusterCheck.settings(
                        Map.of("allow.everyone.if.no.acl.found", "false", "auto.create.topics.enable", "false")))
                .isEmpty();
    }

    private static void set(String topic, String setting, String value) throws Exception {
        var change = new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(change)))
                .all()
                .get();
    }

    private static void grant(String user, AclOperation operation, ResourceType type, String name, PatternType pattern)
            throws Exception {
        admin.createAcls(List.of(new AclBinding(
                        new ResourcePattern(type, name, pattern),
                        new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW))))
                .all()
                .get();
    }

    private static void user(String name) throws Exception {
        admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                        name,
                        new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096),
                        name.getBytes(StandardCharsets.UTF_8))))
                .all()
                .get();
    }
}
