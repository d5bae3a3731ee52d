package io.frostglass.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AuditTopicsTest {

    @ParameterizedTest
    @MethodSource("io.frostglass.topics.AuditTopics#all")
    void mayBeWrittenByOnePrincipalOnlyAfterWhichItIsNamed(Topic topic) {
        // When
        Principal writer = AuditTopics.writer(topic.name());

        // Then
        assertThat(topic.name()).isEqualTo("audit." + writer.user());
        assertThat(AuditTopics.of(writer)).isEqualTo(topic);
        assertThat(CatalogueAcls.all())
                .filteredOn(acl -> acl.pattern().resourceType() == ResourceType.TOPIC
                        && topic.name().startsWith(acl.pattern().name())
                        && acl.entry().operation() != AclOperation.READ)
                .extracting(CatalogueAcls::describe)
                .containsExactly("User:" + writer.user() + " ALLOW WRITE TOPIC " + topic.name());
    }

    @ParameterizedTest
    @MethodSource("io.frostglass.topics.AuditTopics#all")
    void hasTheBrokersTimestampsByWhichItIsKeptForAYear(Topic topic) {
        assertThat(topic.configuration())
                .containsEntry("message.timestamp.type", "LogAppendTime")
                .containsEntry("retention.ms", "31536000000")
                .containsEntry("cleanup.policy", "delete");
        assertThat(TopicCatalogue.topics()).contains(topic);
    }

    @Test
    void areAllThatHoldEntries() {
        assertThat(TopicCatalogue.topics())
                .filteredOn(topic -> topic.valueType().equals("io.frostglass.audit.AuditEntry"))
                .containsExactlyElementsOf(AuditTopics.all());
        assertThat(Arrays.stream(Principal.values()).filter(AuditTopicsTest::writes))
                .containsExactly(
                        Principal.INGEST,
                        Principal.ANONYMIZE_STREAM,
                        Principal.TOKEN_STREAM,
                        Principal.AGENT_GATEWAY,
                        Principal.ESCALATION_SINK,
                        Principal.ALERT_DELIVERY,
                        Principal.PATTERN_ADMIN,
                        Principal.ERASURE_ADMIN,
                        Principal.TOKEN_ADMIN,
                        Principal.ROLLOUT_APPROVER,
                        Principal.INCIDENT_ADMIN);
    }

    @Test
    void nameNoWriterOfAnotherTopic() {
        assertThatThrownBy(() -> AuditTopics.writer("audit.dead-letters")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AuditTopics.of(Principal.TOKEN_WATCH)).isInstanceOf(IllegalArgumentException.class);
    }

    private static boolean writes(Principal principal) {
        return AuditTopics.all().stream().anyMatch(topic -> topic.writers().contains(principal));
    }
}
