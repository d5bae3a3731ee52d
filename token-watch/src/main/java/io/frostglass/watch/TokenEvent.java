package io.frostglass.watch;

import io.frostglass.audit.AuditEntry;
import io.frostglass.topics.Principal;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An audit entry about tokens.
sealed interface TokenEvent {

    /// The gateway's reasons to refuse an agent that an operator has stopped.
    Set<String> STOPPED = Set.of("paused", "rollout_off");

    /// anonymize-stream has written a sanitized event, which may get a token.
    record Anonymized(String event) implements TokenEvent {}

    /// A token was minted.
    ///
    /// @param token its `jti`
    record MintedToken(WatchSubject camera, @Nullable String event, String token) implements TokenEvent {}

    /// An event got no token because it repeats another: the site is not silent.
    record RepeatedEvent(WatchSubject camera) implements TokenEvent {}

    /// A token was accepted.
    ///
    /// @param origin keyed hash of the client's address; null if unknown
    record Used(WatchSubject site, String token, @Nullable String origin) implements TokenEvent {}

    /// A token was not accepted.
    ///
    /// @param token its `jti`; null if the token is not valid
    record RefusedUse(
            WatchSubject site,
            @Nullable String token,
            @Nullable String origin) implements TokenEvent {}

    /// Tokens were revoked.
    ///
    /// @param whole whether all tokens of a site, or of all sites, were revoked
    record Revoked(WatchSubject site, boolean whole) implements TokenEvent {}

    /// Returns the event of an entry; empty if it is not about tokens.
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
                // A stopped agent that sends more requests is no misuse.
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

    /// Such an entry is not about an event, a camera or one token. Its subject, if it has one, is `all` or the site.
    private static boolean isWhole(AuditEntry entry) {
        String subject = entry.getSubject();
        return entry.getEventId() == null
                && entry.getCameraId() == null
                && (subject == null || subject.equals("all") || subject.startsWith("site/"));
    }
}
