package io.frostglass.watch;

import static java.util.Objects.requireNonNull;

import io.frostglass.audit.AuditEntry;
import io.frostglass.sanitized.FindingKind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/// Counts entries as they come, and raises the findings that need no complete window.
///
/// @param sink takes a finding and the time of the entry that caused it, in ms since the epoch
record EntryCounter(WatchStores stores, SiteThresholds thresholds, ObjLongConsumer<TokenFinding> sink) {

    /// The most findings per window and site. An agent whose address changes with each request would cause one per
    /// token.
    private static final int MAX_ELSEWHERE = 10;

    /// @param entry one that [TokenEntries] passes on
    void take(AuditEntry entry, long at) {
        WatchSubject site = WatchSubject.site(entry.getSiteId());
        // The `jti` of the token; for a refused use null if the token is not valid.
        String token = entry.getSubject();
        switch (entry.getAction()) {
            case anonymized ->
                stores.sanitized(requireNonNull(entry.getEventId()), at)
                        .ifPresent(window -> matchedLater(camera(entry), window, at));
            case minted -> minted(camera(entry), entry.getEventId(), requireNonNull(token), at);
            case withheld -> {
                count(camera(entry), at, WindowCounts.REPEATED);
                if (camera(entry).camera() != null) {
                    count(site, at, WindowCounts.REPEATED);
                }
            }
            case used -> used(site, requireNonNull(token), entry.getOrigin(), at);
            case refused -> {
                count(site, at, WindowCounts.REFUSED);
                raiseIfFound(SurgeLimit.REFUSED, site, at);
                if (token != null) {
                    presented(site, token, entry.getOrigin(), false, at);
                }
            }
            case revoked -> revoked(site, isWhole(entry), at);
            default -> {
                // No other is about tokens.
            }
        }
    }

    private static WatchSubject camera(AuditEntry entry) {
        String site = entry.getSiteId();
        return site == null ? WatchSubject.NOWHERE : new WatchSubject(site, entry.getCameraId());
    }

    /// Whether all tokens of a site, or of all sites, were revoked. Such an entry is not about an event, a camera or
    /// one token. Its subject, if it has one, is `all` or the site.
    private static boolean isWhole(AuditEntry entry) {
        String subject = entry.getSubject();
        return entry.getEventId() == null
                && entry.getCameraId() == null
                && (subject == null || subject.equals("all") || subject.startsWith("site/"));
    }

    private void minted(WatchSubject camera, @Nullable String event, String token, long at) {
        WindowCounts counts = stores.minted(event, at) ? WindowCounts.MINTED : WindowCounts.MINTED_UNMATCHED;
        stores.put(token, TokenTrace.minted(at), at);
        count(camera.whole(), at, counts);
        raiseIfFound(SurgeLimit.UNMATCHED, camera.whole(), at);
        if (camera.camera() != null) {
            count(camera, at, counts);
            raiseIfFound(SurgeLimit.CAMERA_RATE, camera, at);
        }
    }

    /// The entry about the sanitized event came after that about its token: they are on different topics.
    private void matchedLater(WatchSubject camera, CountWindow window, long at) {
        for (WatchSubject subject : new LinkedHashSet<>(List.of(camera, camera.whole()))) {
            WindowCounts counts = stores.counts(window, subject);
            if (window.start() >= stores.open(at).start() && counts.unmatched() > 0) {
                stores.put(window, subject, counts.plus(WindowCounts.MATCHED_LATER));
            }
        }
    }

    /// Counts a use in the window in which the token was minted.
    private void used(WatchSubject site, String token, @Nullable String origin, long at) {
        TokenTrace before = stores.token(token, at);
        CountWindow made = CountWindow.of(before.mintedAt());
        boolean open = made.start() >= stores.open(at).start();
        if (before.mintedAt() > 0 && !before.used() && open) {
            stores.put(made, site, stores.counts(made, site).plus(WindowCounts.USED));
        }
        presented(site, token, origin, true, at);
    }

    private void presented(WatchSubject site, String token, @Nullable String origin, boolean accepted, long at) {
        TokenTrace before = stores.token(token, at);
        stores.put(token, before.after(origin, accepted), at);
        if (before.isElsewhere(origin)) {
            CountWindow window = CountWindow.of(at);
            WindowCounts now = count(site, at, WindowCounts.ELSEWHERE);
            if (now.elsewhere() <= MAX_ELSEWHERE) {
                var kind = FindingKind.used_from_two_places;
                sink.accept(TokenFinding.in(window, kind, "ELSEWHERE", site, token, 2, 1), at);
            }
        }
    }

    private void revoked(WatchSubject site, boolean whole, long at) {
        WindowCounts now = count(site, at, WindowCounts.REVOKED);
        if (whole) {
            CountWindow window = CountWindow.of(at);
            sink.accept(TokenFinding.in(window, FindingKind.revocations, "WHOLE", site, null, now.revoked(), 0), at);
        } else {
            raiseIfFound(SurgeLimit.REVOKED, site, at);
        }
    }

    private WindowCounts count(WatchSubject subject, long at, WindowCounts more) {
        CountWindow window = CountWindow.of(at);
        WindowCounts now = stores.counts(window, subject).plus(more);
        stores.put(window, subject, now);
        stores.seen(subject, window, at);
        return now;
    }

    private void raiseIfFound(SurgeLimit surge, WatchSubject subject, long at) {
        CountWindow window = CountWindow.of(at);
        WindowCounts now = stores.counts(window, subject);
        WindowCounts before = stores.counts(window.previous(), subject);
        WindowCounts worst = stores.past(subject, at).worst();
        Thresholds limits = thresholds.of(subject);
        if (surge.isFound(now, before, worst, limits)) {
            stores.put(window, subject, now.withRaised(surge));
            sink.accept(TokenFinding.of(window, surge, subject, now, limits), at);
        }
    }
}
