package io.frostglass.admin.doctor;

import io.frostglass.topics.Principal;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import io.frostglass.topics.Zone;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/// What an ACL that is not of the catalogue opens.
final class AclReach {

    private static final Set<AclOperation> READS = Set.of(AclOperation.READ, AclOperation.ALL);

    private AclReach() {}

    /// The zones that the ACL lets its principal read, and the catalogue does not.
    static Set<Zone> foreignZones(AclBinding acl) {
        Set<Zone> zones = EnumSet.noneOf(Zone.class);
        if (acl.entry().permissionType() == AclPermissionType.ALLOW
                && READS.contains(acl.entry().operation())
                && acl.pattern().resourceType() == ResourceType.TOPIC) {
            Arrays.stream(Zone.values())
                    .filter(zone -> covers(acl.pattern(), zone))
                    .forEach(zones::add);
            principal(acl).ifPresent(principal -> zones.removeAll(readable(principal)));
        }
        return zones;
    }

    private static boolean covers(ResourcePattern pattern, Zone zone) {
        String name = pattern.name();
        return name.startsWith(zone.prefix())
                || (pattern.patternType() == PatternType.PREFIXED
                        && zone.prefix().startsWith(name))
                || (pattern.patternType() == PatternType.LITERAL && name.equals(ResourcePattern.WILDCARD_RESOURCE));
    }

    private static Optional<Principal> principal(AclBinding acl) {
        return Arrays.stream(Principal.values())
                .filter(principal -> acl.entry().principal().equals("User:" + principal.user()))
                .findFirst();
    }

    private static Set<Zone> readable(Principal principal) {
        Set<Zone> zones = EnumSet.of(principal.zone());
        TopicCatalogue.topics().stream()
                .filter(topic -> topic.readers().contains(principal))
                .map(Topic::zone)
                .forEach(zones::add);
        return zones;
    }

    /// The command of Kafka that takes the ACL away.
    static String remove(AclBinding acl) {
        String permission = acl.entry().permissionType() == AclPermissionType.DENY ? "deny" : "allow";
        String operation =
                acl.entry().operation().toString().toLowerCase(Locale.ROOT).replace("_", "");
        return "kafka-acls.sh --bootstrap-server BROKER --command-config FILE --remove --force --%s-principal '%s' --%s-host '%s' --operation %s --%s '%s' --resource-pattern-type %s"
                .formatted(
                        permission,
                        acl.entry().principal(),
                        permission,
                        acl.entry().host(),
                        operation,
                        resource(acl.pattern()),
                        acl.pattern().name(),
                        acl.pattern().patternType().toString().toLowerCase(Locale.ROOT));
    }

    private static String resource(ResourcePattern pattern) {
        return pattern.resourceType() == ResourceType.TRANSACTIONAL_ID
                ? "transactional-id"
                : pattern.resourceType().toString().toLowerCase(Locale.ROOT);
    }
}
