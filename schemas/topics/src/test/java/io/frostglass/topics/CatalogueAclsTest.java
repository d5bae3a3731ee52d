package io.frostglass.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CatalogueAclsTest {

    @Test
    void aPagerReadsWhatIsMeantForItInGroupsOfItsOwn() {
        // When, Then
        assertThat(CatalogueAcls.of(Principal.PAGER))
                .extracting(CatalogueAcls::describe)
                .containsExactly(
                        "User:pager ALLOW READ TOPIC alerts.escalations",
                        "User:pager ALLOW READ TOPIC alerts.delivery-results",
                        "User:pager ALLOW READ TOPIC alerts.dead-letters",
                        "User:pager ALLOW READ GROUP alerts.pager*");
    }

    @Test
    void aStreamsApplicationOwnsWhatKafkaMakesForIt() {
        // When, Then
        assertThat(CatalogueAcls.of(Principal.ANONYMIZE_STREAM))
                .extracting(CatalogueAcls::describe)
                .contains(
                        "User:anonymize-stream ALLOW READ TOPIC restricted.motion-raw",
                        "User:anonymize-stream ALLOW WRITE TOPIC sanitized.motion",
                        "User:anonymize-stream ALLOW READ GROUP restricted.anonymize-stream*",
                        "User:anonymize-stream ALLOW WRITE TRANSACTIONAL_ID restricted.anonymize-stream*",
                        "User:anonymize-stream ALLOW CREATE TOPIC restricted.anonymize-stream-*",
                        "User:anonymize-stream ALLOW DELETE TOPIC restricted.anonymize-stream-*",
                        "User:anonymize-stream ALLOW DELETE GROUP restricted.anonymize-stream");
    }

    @Test
    void onlyTheAnonymizerReadsRawMedia() {
        // When
        Set<String> readers = CatalogueAcls.all().stream()
                .filter(acl -> acl.entry().operation() == AclOperation.READ)
                .filter(acl -> acl.pattern().resourceType() == ResourceType.TOPIC)
                .filter(acl -> covers(acl, "restricted.motion-raw"))
                .map(acl -> acl.entry().principal())
                .collect(Collectors.toSet());

        // Then
        assertThat(readers).containsExactly("User:anonymize-stream");
    }

    @Test
    void escalationSinkSeesWhatAgentsDecideAndWhereTheyAreAndNothingElseOfTheirZone() {
        // When, Then
        assertThat(CatalogueAcls.of(Principal.ESCALATION_SINK))
                .extracting(CatalogueAcls::describe)
                .filteredOn(acl -> acl.contains(" agent."))
                .containsExactlyInAnyOrder(
                        "User:escalation-sink ALLOW READ TOPIC agent.attendance",
                        "User:escalation-sink ALLOW READ TOPIC agent.decisions",
                        "User:escalation-sink ALLOW WRITE TOPIC agent.dead-letters");
    }

    /// What rules decide by is nothing to the application with a way out of the network.
    @Test
    void alertDeliverySeesAlertsAloneAndCanRaiseNone() {
        // When, Then
        assertThat(CatalogueAcls.of(Principal.ALERT_DELIVERY))
                .extracting(CatalogueAcls::describe)
                .containsExactlyInAnyOrder(
                        "User:alert-delivery ALLOW READ TOPIC alerts.escalations",
                        "User:alert-delivery ALLOW READ TOPIC alerts.delivery-results",
                        "User:alert-delivery ALLOW READ TOPIC alerts.audit-passes",
                        "User:alert-delivery ALLOW WRITE TOPIC alerts.delivery-results",
                        "User:alert-delivery ALLOW WRITE TOPIC alerts.dead-letters",
                        "User:alert-delivery ALLOW WRITE TOPIC alerts.incident-actions",
                        "User:alert-delivery ALLOW WRITE TOPIC audit.alert-delivery",
                        "User:alert-delivery ALLOW READ GROUP alerts.alert-delivery*",
                        "User:alert-delivery ALLOW WRITE TRANSACTIONAL_ID alerts.alert-delivery*",
                        "User:alert-delivery ALLOW DESCRIBE_CONFIGS GROUP alerts.alert-delivery-*",
                        "User:alert-delivery ALLOW ALTER_CONFIGS GROUP alerts.alert-delivery-*");
    }

    @ParameterizedTest
    @EnumSource(Principal.class)
    void noPrefixReachesIntoWhatIsSomebodyElses(Principal principal) {
        List<AclBinding> prefixed = CatalogueAcls.of(principal).stream()
                .filter(acl -> acl.pattern().patternType() == PatternType.PREFIXED)
                .toList();
        for (AclBinding acl : prefixed) {
            assertThat(TopicCatalogue.topics()).noneMatch(topic -> covers(acl, topic.name()));
            assertThat(Arrays.stream(Principal.values()).filter(other -> other != principal))
                    .noneMatch(other -> covers(acl, other.applicationId()));
        }
    }

    @Test
    void nothingIsGrantedToEverybodyOrOnEverything() {
        assertThat(CatalogueAcls.all()).allSatisfy(acl -> {
            assertThat(acl.entry().principal()).isNotEqualTo("User:*");
            assertThat(acl.entry().permissionType()).isEqualTo(AclPermissionType.ALLOW);
            assertThat(acl.entry().operation()).isNotEqualTo(AclOperation.ALL);
            assertThat(acl.pattern().name()).isNotEqualTo("*").isNotBlank();
        });
    }

    private static boolean covers(AclBinding acl, String name) {
        return acl.pattern().patternType() == PatternType.PREFIXED
                ? name.startsWith(acl.pattern().name())
                : name.equals(acl.pattern().name());
    }
}
