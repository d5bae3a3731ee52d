package io.frostglass.admin.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.topics.ClusterDifference;
import io.frostglass.topics.ProvisioningPlan;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueCheckTest {

    /// An ACL that lets a user read topics, beside those of the catalogue.
    @ParameterizedTest
    @CsvSource({
        // user, pattern, kind, found
        "console, restricted.motion-raw, LITERAL, zone-readable",
        "console, r, PREFIXED, zone-readable",
        "console, sanitized., PREFIXED, acl-too-wide",
        "stranger, alerts.escalations, LITERAL, zone-readable",
        // The firm answers for its own users, but not where they could read raw media.
        "ours, alerts.escalations, LITERAL, ''",
        "ours, *, LITERAL, zone-readable",
        "ours, restricted., PREFIXED, zone-readable"
    })
    void findsWhatAnAclOpens(String user, String pattern, PatternType kind, String found) {
        var acl = new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, pattern, kind),
                new AccessControlEntry("User:" + user, "*", AclOperation.READ, AclPermissionType.ALLOW));
        var plan = new ProvisioningPlan(List.of(), List.of(new ClusterDifference.UnknownAcl(acl)));

        assertThat(CatalogueCheck.of(plan, Set.of("ours")))
                .extracting(Deviation::check)
                .isEqualTo(found.isEmpty() ? List.of() : List.of(found));
    }
}
