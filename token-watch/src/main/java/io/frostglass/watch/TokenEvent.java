package io.frostglass.watch;

import io.frostglass.audit.AuditEntry;
import io.frostglass.topics.Principal;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An audit entry as far as it concerns tokens. Entries that do not are not seen at all.
sealed interface TokenEvent {

    /// Why the gateway refuses an agent that somebody has stopped.
    Set<String> STOPPED = Set.of("paused", "rollout_off");

    /// An event became a sanitized one: it may get a token.
    record Anonymized(String event) implements TokenEvent {}

    /// A token was made.
    ///
    /// @param token its `jti`
    record MintedToken(WatchSubject camera, @Nullable String event, String token) implements TokenEvent {}

    /// An event got no token because it repeats another: the site is awake, though nothing was minted.
    record RepeatedEvent(WatchSubject camera) implements TokenEvent {}

    /// A token was accepted.
    ///
    /// @param origin from where, a keyed hash; null if that is not known
    record Used(WatchSubject site, String token, @Nullable String origin) implements TokenEvent {}

    /// A token was not accepted.
    ///
    /// @param token its `jti`; null if it is none of ours
    record RefusedUse(
            WatchSubject site,
            @Nullable String token,
            @Nullable String origin) implements TokenEvent {}

    /// Tokens were revoked.
    ///
    /// @param whole whether all of a site were, or all there are
    record Revoked(WatchSubject site, boolean whole) implements TokenEvent {}

    /// What an entry is, or empty if it has nothing to do with tokens.
    static Optional<TokenEvent> of(AuditEntry entry) {
        WatchSubject site = WatchSubject.site(entry.getSiteId());
        String event = entry.getEventId();
        String subject = entry.getSubject();
        return switch (entry.getAction()) {
            case anonymized -> event == null ? Optional.empty() : Optional.of(new Anonymized(event));
            case minted ->
                subject == null ? Optional.empty() : Optional.of(new MintedToken(camera(entry), event, subject));
            case withheld ->
                "duplicate".equals(entry.getReason())
                        ? Optional.of(new RepeatedEvent(camera(entry)))
                        : Optional.empty();
            case used -> subject == null ? Optional.empty() : Optional.of(new Used(site, subject, entry.getOrigin()));
            case refused ->
                // An agent that somebody has paused, or whose site was turned off, misuses nothing by coming again.
                isOf(entry, Principal.AGENT_GATEWAY) && !STOPPED.contains(String.valueOf(entry.getReason()))
                        ? Optional.of(new RefusedUse(site, subject, entry.getOrigin()))
                        : Optional.empty();
            case revoked -> Optional.of(new Revoked(site, isWhole(entry)));
            case accepted,
                    repeated,
                    escalated,
                    not_escalated,
                    delivered,
                    dead_lettered,
                    pattern_added,
                    pattern_removed,
                    key_published,
                    key_retired,
                    rotation_requested,
                    paused,
                    resumed,
                    shown,
                    asked,
                    flagged,
                    rollout_proposed,
                    rollout_approved -> Optional.empty();
        };
    }

    private static WatchSubject camera(AuditEntry entry) {
        String site = entry.getSiteId();
        return site == null ? WatchSubject.NOWHERE : new WatchSubject(site, entry.getCameraId());
    }

    private static boolean isOf(AuditEntry entry, Principal principal) {
        return entry.getApplication().equals(principal.user());
    }

    /// Not about an event or a camera, and not about a token of its own either: then its subject, if there is one, is
    /// `all` or names the site.
    private static boolean isWhole(AuditEntry entry) {
        String subject = entry.getSubject();
        return entry.getEventId() == null
                && entry.getCameraId() == null
                && (subject == null || subject.equals("all") || subject.startsWith("site/"));
    }
}
