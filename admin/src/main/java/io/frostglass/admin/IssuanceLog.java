package io.frostglass.admin;

import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.runtime.TopicSnapshot;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.TopicCatalogue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// The history of tokens and keys, from the audit log, read as the principal `audit-log`.
final class IssuanceLog {

    private static final Set<Action> ABOUT_TOKENS = EnumSet.of(
            Action.minted,
            Action.withheld,
            Action.used,
            Action.revoked,
            Action.key_published,
            Action.key_retired,
            Action.rotation_requested);

    private IssuanceLog() {}

    /// The entries about tokens and keys since a time, oldest first.
    ///
    /// @param kafka client settings of `audit-log`
    /// @param wanted selects entries
    static List<AuditEntry> read(
            Map<String, Object> kafka, SerdeFactory serdes, Instant since, Predicate<AuditEntry> wanted) {
        var found = new ArrayList<AuditEntry>();
        TopicSnapshot.read(kafka, TopicCatalogue.AUDIT_ENTRIES, AuditEntry.class, serdes, since, (_, entry) -> {
            if (entry != null && isAboutTokens(entry) && wanted.test(entry)) {
                found.add(entry);
            }
        });
        found.sort(Comparator.comparing(AuditEntry::getAt));
        return List.copyOf(found);
    }

    /// Only the gateway refuses tokens; ingest refuses webhooks with the same action.
    private static boolean isAboutTokens(AuditEntry entry) {
        return ABOUT_TOKENS.contains(entry.getAction())
                || (entry.getAction() == Action.refused
                        && entry.getApplication().equals(Principal.AGENT_GATEWAY.user()));
    }
}
