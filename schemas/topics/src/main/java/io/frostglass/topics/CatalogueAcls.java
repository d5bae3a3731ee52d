package io.frostglass.topics;

import static org.apache.kafka.common.acl.AclOperation.ALTER_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.PatternType.LITERAL;
import static org.apache.kafka.common.resource.PatternType.PREFIXED;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/// The ACLs of all principals, derived from the catalogue. The cluster denies everything else.
///
/// READ and WRITE include DESCRIBE, and WRITE on a topic includes idempotent writing.
public final class CatalogueAcls {

    private static final String ANY_HOST = "*";

    private CatalogueAcls() {}

    /// The ACLs of all principals.
    public static List<AclBinding> all() {
        return Arrays.stream(Principal.values())
                .flatMap(principal -> of(principal).stream())
                .toList();
    }

    /// The ACLs of one principal: topics first, in the order of the flow.
    public static List<AclBinding> of(Principal principal) {
        List<AclBinding> granted = new ArrayList<>();
        boolean writes = false;
        for (Topic topic : TopicCatalogue.topics()) {
            if (topic.readers().contains(principal)) {
                granted.add(allow(principal, READ, TOPIC, LITERAL, topic.name()));
            }
            if (topic.writers().contains(principal)) {
                granted.add(allow(principal, WRITE, TOPIC, LITERAL, topic.name()));
                writes = true;
            }
        }
        granted.add(allow(principal, READ, GROUP, PREFIXED, principal.applicationId()));
        if (writes) {
            granted.add(allow(principal, WRITE, TRANSACTIONAL_ID, PREFIXED, principal.applicationId()));
        }
        if (principal.uses(Principal.KafkaUse.STREAMS)) {
            for (AclOperation operation : List.of(CREATE, READ, WRITE, DELETE)) {
                granted.add(allow(principal, operation, TOPIC, PREFIXED, principal.internalTopicPrefix()));
            }
            // For `upgrade`, which makes the group anew. Another principal would have to read the application's
            // topics to set offsets in them, also that with raw media.
            granted.add(allow(principal, DELETE, GROUP, LITERAL, principal.applicationId()));
        }
        if (principal.uses(Principal.KafkaUse.SHARE_GROUPS)) {
            for (AclOperation operation : List.of(DESCRIBE_CONFIGS, ALTER_CONFIGS)) {
                granted.add(allow(principal, operation, GROUP, PREFIXED, principal.shareGroupPrefix()));
            }
        }
        if (principal.uses(Principal.KafkaUse.GROUP_OFFSETS)) {
            Arrays.stream(Principal.values())
                    .filter(application -> application.uses(Principal.KafkaUse.STREAMS))
                    .forEach(application ->
                            granted.add(allow(principal, DESCRIBE, GROUP, LITERAL, application.applicationId())));
        }
        if (principal.uses(Principal.KafkaUse.ERASURE)) {
            granted.add(allow(principal, DESCRIBE, TOPIC, LITERAL, TopicCatalogue.MOTION_RAW.name()));
            granted.add(allow(principal, DESCRIBE, GROUP, LITERAL, Principal.ANONYMIZE_STREAM.applicationId()));
            TopicCatalogue.topics().stream()
                    .filter(topic -> topic.cleanup() == Topic.Cleanup.DELETE_AND_COMPACT_ON_REQUEST)
                    .forEach(topic -> granted.add(allow(principal, ALTER_CONFIGS, TOPIC, LITERAL, topic.name())));
        }
        return List.copyOf(granted);
    }

    private static AclBinding allow(
            Principal principal, AclOperation operation, ResourceType type, PatternType pattern, String name) {
        return new AclBinding(
                new ResourcePattern(type, name, pattern),
                new AccessControlEntry(kafkaPrincipal(principal), ANY_HOST, operation, AclPermissionType.ALLOW));
    }

    static String kafkaPrincipal(Principal principal) {
        return "User:" + principal.user();
    }

    /// For people to read, such as `User:token-stream ALLOW READ TOPIC sanitized.motion`.
    static String describe(AclBinding binding) {
        String star = binding.pattern().patternType() == PREFIXED ? "*" : "";
        return "%s %s %s %s %s%s"
                .formatted(
                        binding.entry().principal(),
                        binding.entry().permissionType(),
                        binding.entry().operation(),
                        binding.pattern().resourceType(),
                        binding.pattern().name(),
                        star);
    }
}
