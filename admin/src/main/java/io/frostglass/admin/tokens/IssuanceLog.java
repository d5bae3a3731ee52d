package io.frostglass.admin.tokens;

import static io.frostglass.audit.Action.key_published;
import static io.frostglass.audit.Action.key_retired;
import static io.frostglass.audit.Action.minted;
import static io.frostglass.audit.Action.refused;
import static io.frostglass.audit.Action.revoked;
import static io.frostglass.audit.Action.rotation_requested;
import static io.frostglass.audit.Action.used;
import static io.frostglass.audit.Action.withheld;

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

/// What happened to tokens and keys, read back from the audit log as the principal `audit-log`.
public final class IssuanceLog {

    private static final Set<Action> ABOUT_TOKENS =
            EnumSet.of(minted, withheld, used, revoked, key_published, key_retired, rotation_requested);

    private final Map<String, Object> kafka;
    private final SerdeFactory serdes;

    /// It holds no connection between calls.
    ///
    /// @param kafka how `audit-log` connects
    public IssuanceLog(Map<String, Object> kafka, SerdeFactory serdes) {
        this.kafka = Map.copyOf(kafka);
        this.serdes = serdes;
    }

    /// The entries about tokens and keys since a moment, in the order in which it was done.
    ///
    /// @param wanted which of them
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

    /// A webhook can be refused as well; a token is, by the gateway alone.
    private static boolean isAboutTokens(AuditEntry entry) {
        return ABOUT_TOKENS.contains(entry.getAction())
                || (entry.getAction() == refused && entry.getApplication().equals(Principal.AGENT_GATEWAY.user()));
    }
}
