package io.frostglass.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.topics.CatalogueAcls;
import io.frostglass.topics.ClusterChange;
import io.frostglass.topics.ClusterDifference;
import io.frostglass.topics.ClusterProvisioner;
import io.frostglass.topics.ProvisioningPlan;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("broker")
@Tag("in-process")
class ProvisioningTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @TempDir
    Path dir;

    private EmbeddedBroker broker;
    private Admin admin;

    @BeforeEach
    void start() throws Exception {
        broker = EmbeddedBroker.start(dir, 0);
        admin = broker.admin();
    }

    @AfterEach
    void stop() {
        admin.close();
        broker.close();
    }

    @Test
    void makesAnEmptyClusterAsTheCatalogueSaysAndThenHasNothingLeftToDo() throws Exception {
        // Given
        ProvisioningPlan announced = new ClusterProvisioner(admin).plan();
        assertThat(admin.listTopics().names().get()).isEmpty();

        // When
        ProvisioningPlan done = new ClusterProvisioner(admin).apply();

        // Then
        assertThat(done).isEqualTo(announced);
        assertThat(done.changes())
                .hasSize(TopicCatalogue.topics().size() + CatalogueAcls.all().size());
        assertThat(done.describe()).startsWith("+ create topic restricted.motion-raw with 6 partitions\n");
        assertThat(admin.listTopics().names().get())
                .containsExactlyInAnyOrderElementsOf(
                        TopicCatalogue.topics().stream().map(Topic::name).toList());
        seen(ProvisioningPlan::isEmpty);
        assertThat(new ClusterProvisioner(admin).apply()).isEqualTo(new ProvisioningPlan(List.of(), List.of()));
    }

    @Test
    void setsAChangedSettingBack() throws Exception {
        // Given
        new ClusterProvisioner(admin).apply();
        set(TopicCatalogue.MOTION_RAW, "retention.ms", "-1");
        seen(plan -> plan.changes().size() == 1);

        // When
        ProvisioningPlan done = new ClusterProvisioner(admin).apply();

        // Then
        String day = "86400000";
        assertThat(done.changes())
                .containsExactly(new ClusterChange.ChangeConfig(TopicCatalogue.MOTION_RAW, "retention.ms", "-1", day));
        seen(ProvisioningPlan::isEmpty);
    }

    @Test
    void addsPartitionsOnlyWhereNoKeyIsTornApart() throws Exception {
        // Given
        create(TopicCatalogue.MOTION_AUTHORIZED, 1);
        create(TopicCatalogue.MOTION, 1);
        seen(plan -> plan.leftAlone().size() == 1);

        // When
        ProvisioningPlan done = new ClusterProvisioner(admin).apply();

        // Then
        assertThat(done.changes())
                .contains(new ClusterChange.AddPartitions(
                        TopicCatalogue.MOTION_AUTHORIZED, 1, TopicCatalogue.MOTION_AUTHORIZED.partitions()));
        assertThat(done.leftAlone()).containsExactly(new ClusterDifference.OtherPartitions(TopicCatalogue.MOTION, 1));
        seen(
                new ProvisioningPlan(
                        List.of(), List.of(new ClusterDifference.OtherPartitions(TopicCatalogue.MOTION, 1)))::equals);
    }

    @Test
    void leavesAloneAndReportsWhatTheCatalogueDoesNotKnow() throws Exception {
        // Given
        new ClusterProvisioner(admin).apply();
        createTopic("restricted.copy-of-raw");
        createTopic("sanitized.escalation-sink-cooldowns-changelog");
        createTopic("of-somebody-else");
        set(TopicCatalogue.MOTION, "min.insync.replicas", "1");
        admin.createPartitions(Map.of(TopicCatalogue.ALERTS_DEAD_LETTERS.name(), NewPartitions.increaseTo(4)))
                .all()
                .get();
        AclBinding onAZone = allow("User:curious", "restricted.motion-raw", PatternType.LITERAL);
        AclBinding onEverything = allow("User:backup", "*", PatternType.LITERAL);
        AclBinding ofOurs = allow("User:pager", "of-somebody-else", PatternType.LITERAL);
        AclBinding none = allow("User:curious", "of-somebody-else", PatternType.LITERAL);
        admin.createAcls(List.of(onAZone, onEverything, ofOurs, none)).all().get();
        seen(plan -> plan.leftAlone().size() == 6);

        // When
        ProvisioningPlan done = new ClusterProvisioner(admin).apply();

        // Then
        assertThat(done.changes()).isEmpty();
        assertThat(done.leftAlone())
                .containsExactlyInAnyOrder(
                        new ClusterDifference.UnknownTopic("restricted.copy-of-raw"),
                        new ClusterDifference.ExtraConfig(TopicCatalogue.MOTION, "min.insync.replicas", "1"),
                        new ClusterDifference.OtherPartitions(TopicCatalogue.ALERTS_DEAD_LETTERS, 4),
                        new ClusterDifference.UnknownAcl(onAZone),
                        new ClusterDifference.UnknownAcl(onEverything),
                        new ClusterDifference.UnknownAcl(ofOurs));
        assertThat(done.describe())
                .contains("! topic restricted.copy-of-raw is not in the catalogue\n")
                .contains("! ACL does not follow from the catalogue: User:backup ALLOW READ TOPIC *\n");
    }

    /// Waits until the broker knows what its controller has been told: that takes a moment.
    private void seen(Predicate<ProvisioningPlan> expected) {
        Instant end = Instant.now().plus(TIMEOUT);
        ProvisioningPlan plan = new ClusterProvisioner(admin).plan();
        while (!expected.test(plan)) {
            assertThat(Instant.now()).as("still %s", plan.describe()).isBefore(end);
            plan = new ClusterProvisioner(admin).plan();
        }
    }

    private void create(Topic topic, int partitions) throws Exception {
        NewTopic small = new NewTopic(topic.name(), Optional.of(partitions), Optional.empty());
        admin.createTopics(List.of(small.configs(topic.configuration()))).all().get();
    }

    private void createTopic(String name) throws Exception {
        admin.createTopics(List.of(new NewTopic(name, Optional.of(1), Optional.empty())))
                .all()
                .get();
    }

    private void set(Topic topic, String setting, String value) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
        var operation = new AlterConfigOp(new ConfigEntry(setting, value), OpType.SET);
        admin.incrementalAlterConfigs(Map.of(resource, List.of(operation)))
                .all()
                .get();
    }

    private static AclBinding allow(String principal, String topic, PatternType pattern) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, pattern),
                new AccessControlEntry(principal, "*", AclOperation.READ, AclPermissionType.ALLOW));
    }
}
