package io.frostglass.watch;

import io.frostglass.sanitized.FindingKind;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Counts entries as they come, and raises at once what needs no window's end to be seen.
final class EntryCounter {

    /// Where an agent's way out changes from request to request, every token would be a finding: after some, the rest
    /// of a window's say nothing new.
    private static final int MAX_ELSEWHERE = 10;

    private final WatchStores stores;
    private final SiteThresholds thresholds;
    private final FindingSink findingSink;
    private final Duration memory;

    EntryCounter(WatchStores stores, SiteThresholds thresholds, FindingSink findingSink, Duration memory) {
        this.stores = stores;
        this.thresholds = thresholds;
        this.findingSink = findingSink;
        this.memory = memory;
    }

    void take(TokenEvent tokenEvent, long at) {
        switch (tokenEvent) {
            case TokenEvent.Anonymized(String event) -> stores.expect(event, at);
            case TokenEvent.MintedToken(WatchSubject camera, String event, String token) ->
                minted(camera, event, token, at);
            case TokenEvent.RepeatedEvent(WatchSubject camera) -> {
                count(camera, at, WindowCounts::withRepeated);
                if (camera.camera() != null) {
                    count(camera.whole(), at, WindowCounts::withRepeated);
                }
            }
            case TokenEvent.Used(WatchSubject site, String token, String origin) -> used(site, token, origin, at);
            case TokenEvent.RefusedUse(WatchSubject site, String token, String origin) -> {
                count(site, at, WindowCounts::withRefused);
                raiseIfFound(SurgeLimit.REFUSED, site, at);
                if (token != null) {
                    presented(site, token, origin, false, at);
                }
            }
            case TokenEvent.Revoked(WatchSubject site, boolean whole) -> revoked(site, whole, at);
        }
    }

    private void minted(WatchSubject camera, @Nullable String event, String token, long at) {
        // What was made sanitized before we began to read is not known here.
        boolean mayJudge = at >= stores.began(at) + memory.toMillis();
        boolean matched = stores.take(event, at) || !mayJudge;
        stores.put(token, TokenTrace.minted(at), at);
        count(camera.whole(), at, windowCounts -> windowCounts.withMinted(matched));
        raiseIfFound(SurgeLimit.UNMATCHED, camera.whole(), at);
        if (camera.camera() != null) {
            count(camera, at, windowCounts -> windowCounts.withMinted(matched));
            raiseIfFound(SurgeLimit.CAMERA_RATE, camera, at);
        }
    }

    /// Counts in the window in which the token was made: how many of its tokens were used is a window's own figure.
    private void used(WatchSubject site, String token, @Nullable String origin, long at) {
        TokenTrace before = stores.token(token, at);
        CountWindow made = CountWindow.of(before.mintedAt());
        boolean open = made.start() >= stores.open(at).start();
        if (before.mintedAt() > 0 && !before.used() && open) {
            stores.put(made, site, stores.counts(made, site).withUsed());
        }
        presented(site, token, origin, true, at);
    }

    private void presented(WatchSubject site, String token, @Nullable String origin, boolean accepted, long at) {
        TokenTrace before = stores.token(token, at);
        stores.put(token, before.after(origin, accepted), at);
        if (before.isElsewhere(origin)) {
            CountWindow countWindow = CountWindow.of(at);
            WindowCounts now = count(site, at, WindowCounts::withElsewhere);
            if (now.elsewhere() <= MAX_ELSEWHERE) {
                findingSink.raise(
                        new TokenFinding(
                                FindingKind.used_from_two_places,
                                "ELSEWHERE",
                                site,
                                token,
                                countWindow.start(),
                                countWindow.end(),
                                2,
                                1),
                        at);
            }
        }
    }

    private void revoked(WatchSubject site, boolean whole, long at) {
        WindowCounts now = count(site, at, WindowCounts::withRevoked);
        if (whole) {
            CountWindow countWindow = CountWindow.of(at);
            findingSink.raise(
                    TokenFinding.in(countWindow, FindingKind.revocations, "WHOLE", site, now.revoked(), 0), at);
        } else {
            raiseIfFound(SurgeLimit.REVOKED, site, at);
        }
    }

    private WindowCounts count(WatchSubject watchSubject, long at, UnaryOperator<WindowCounts> more) {
        CountWindow countWindow = CountWindow.of(at);
        WindowCounts now = more.apply(stores.counts(countWindow, watchSubject));
        stores.put(countWindow, watchSubject, now);
        stores.seen(watchSubject, countWindow, at);
        return now;
    }

    private void raiseIfFound(SurgeLimit surgeLimit, WatchSubject watchSubject, long at) {
        CountWindow countWindow = CountWindow.of(at);
        WindowCounts now = stores.counts(countWindow, watchSubject);
        WindowCounts before = stores.counts(countWindow.previous(), watchSubject);
        int worst = stores.past(watchSubject, at).worst().of(surgeLimit);
        Thresholds limits = thresholds.of(watchSubject);
        if (surgeLimit.isFound(now, before, worst, limits)) {
            stores.put(countWindow, watchSubject, now.withRaised(surgeLimit));
            findingSink.raise(TokenFinding.of(countWindow, surgeLimit, watchSubject, now, limits), at);
        }
    }
}
