package io.frostglass.admin;

import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.runtime.audit.AuditGap;
import io.frostglass.runtime.audit.AuditLog;
import io.frostglass.runtime.audit.WrittenEntry;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// The history of tokens and keys, from the audit log, read as the principal `audit-log`.
///
/// @param entries about tokens and keys, oldest first, by the brokers' time
/// @param gaps of the whole audit log, also where it is not about tokens
record IssuanceLog(List<WrittenEntry> entries, List<AuditGap> gaps) {

    private static final Set<Action> ABOUT_TOKENS = EnumSet.of(
            Action.minted,
            Action.withheld,
            Action.used,
            Action.revoked,
            Action.key_published,
            Action.key_retired,
            Action.rotation_requested);

    /// Reads the entries since a time.
    ///
    /// @param kafka client settings of `audit-log`
    /// @param wanted selects entries
    static IssuanceLog read(
            Map<String, Object> kafka, SerdeFactory serdes, Instant since, Predicate<AuditEntry> wanted) {
        var found = new ArrayList<WrittenEntry>();
        var gaps = AuditLog.read(kafka, serdes, since, written -> {
            if (isAboutTokens(written) && wanted.test(written.entry())) {
                found.add(written);
            }
        });
        found.sort(Comparator.comparing(WrittenEntry::writtenAt));
        return new IssuanceLog(List.copyOf(found), gaps);
    }

    /// Only the gateway refuses tokens; ingest refuses webhooks with the same action.
    private static boolean isAboutTokens(WrittenEntry written) {
        Action action = written.entry().getAction();
        return ABOUT_TOKENS.contains(action)
                || (action == Action.refused && written.writer() == Principal.AGENT_GATEWAY);
    }
}
