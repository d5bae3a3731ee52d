package io.frostglass.watch;

import io.frostglass.sanitized.FindingKind;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Counts entries as they come, and raises at once what needs no window's end to be seen.
final class EntryCounter {

    /// Where an agent's way out changes from request to request, every token would be a finding: after some, the rest
    /// of a window's say nothing new.
    private static final int MOST_ELSEWHERE = 10;

    private final WatchStores stores;
    private final SiteThresholds thresholds;
    private final Findings findings;
    private final Duration memory;

    EntryCounter(WatchStores stores, SiteThresholds thresholds, Findings findings, Duration memory) {
        this.stores = stores;
        this.thresholds = thresholds;
        this.findings = findings;
        this.memory = memory;
    }

    void take(Sighting sighting, long at) {
        switch (sighting) {
            case Sighting.Anonymized(String event) -> stores.expect(event, at);
            case Sighting.Minted(Subject camera, String event, String token) -> minted(camera, event, token, at);
            case Sighting.Repeated(Subject camera) -> {
                count(camera, at, Counts::withRepeated);
                if (camera.camera() != null) {
                    count(camera.whole(), at, Counts::withRepeated);
                }
            }
            case Sighting.Used(Subject site, String token, String origin) -> used(site, token, origin, at);
            case Sighting.Refused(Subject site, String token, String origin) -> {
                count(site, at, Counts::withRefused);
                raiseIfFound(Surge.REFUSED, site, at);
                if (token != null) {
                    presented(site, token, origin, false, at);
                }
            }
            case Sighting.Revoked(Subject site, boolean whole) -> revoked(site, whole, at);
        }
    }

    private void minted(Subject camera, @Nullable String event, String token, long at) {
        // What was made sanitized before we began to read is not known here.
        boolean mayJudge = at >= stores.began(at) + memory.toMillis();
        boolean matched = stores.take(event, at) || !mayJudge;
        stores.put(token, TokenTrace.minted(at), at);
        count(camera.whole(), at, counts -> counts.withMinted(matched));
        raiseIfFound(Surge.UNMATCHED, camera.whole(), at);
        if (camera.camera() != null) {
            count(camera, at, counts -> counts.withMinted(matched));
            raiseIfFound(Surge.CAMERA_RATE, camera, at);
        }
    }

    /// Counts in the window in which the token was made: how many of its tokens were used is a window's own figure.
    private void used(Subject site, String token, @Nullable String origin, long at) {
        TokenTrace before = stores.token(token, at);
        Window made = Window.of(before.mintedAt());
        boolean open = made.start() >= stores.open(at).start();
        if (before.mintedAt() > 0 && !before.used() && open) {
            stores.put(made, site, stores.counts(made, site).withUsed());
        }
        presented(site, token, origin, true, at);
    }

    private void presented(Subject site, String token, @Nullable String origin, boolean accepted, long at) {
        TokenTrace before = stores.token(token, at);
        stores.put(token, before.after(origin, accepted), at);
        if (before.isElsewhere(origin)) {
            Window window = Window.of(at);
            Counts now = count(site, at, Counts::withElsewhere);
            if (now.elsewhere() <= MOST_ELSEWHERE) {
                findings.raise(
                        new Finding(
                                FindingKind.used_from_two_places,
                                "ELSEWHERE",
                                site,
                                token,
                                window.start(),
                                window.end(),
                                2,
                                1),
                        at);
            }
        }
    }

    private void revoked(Subject site, boolean whole, long at) {
        Counts now = count(site, at, Counts::withRevoked);
        if (whole) {
            Window window = Window.of(at);
            findings.raise(Finding.in(window, FindingKind.revocations, "WHOLE", site, now.revoked(), 0), at);
        } else {
            raiseIfFound(Surge.REVOKED, site, at);
        }
    }

    private Counts count(Subject subject, long at, UnaryOperator<Counts> more) {
        Window window = Window.of(at);
        Counts now = more.apply(stores.counts(window, subject));
        stores.put(window, subject, now);
        stores.seen(subject, window, at);
        return now;
    }

    private void raiseIfFound(Surge surge, Subject subject, long at) {
        Window window = Window.of(at);
        Counts now = stores.counts(window, subject);
        Counts before = stores.counts(window.previous(), subject);
        int worst = stores.past(subject, at).worst().of(surge);
        Thresholds limits = thresholds.of(subject);
        if (surge.isFound(now, before, worst, limits)) {
            stores.put(window, subject, now.withRaised(surge));
            findings.raise(Finding.of(window, surge, subject, now, limits), at);
        }
    }
}
