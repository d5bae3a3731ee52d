package io.frostglass.admin.tokens;

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
public final class IssuanceLog {

    private static final Set<Action> ABOUT_TOKENS = EnumSet.of(
            Action.minted,
            Action.withheld,
            Action.used,
            Action.revoked,
            Action.key_published,
            Action.key_retired,
            Action.rotation_requested);

    private final Map<String, Object> kafka;
    private final SerdeFactory serdes;

    /// Holds no connection between calls.
    ///
    /// @param kafka client settings of `audit-log`
    public IssuanceLog(Map<String, Object> kafka, SerdeFactory serdes) {
        this.kafka = Map.copyOf(kafka);
        this.serdes = serdes;
    }

    /// Returns the entries about tokens and keys since a time, oldest first.
    ///
    /// @param wanted selects entries
    public List<AuditEntry> since(Instant moment, Predicate<AuditEntry> wanted) {
        var found = new ArrayList<AuditEntry>();
        TopicSnapshot.read(kafka, TopicCatalogue.AUDIT_ENTRIES, AuditEntry.class, serdes, moment, (key, entry) -> {
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
