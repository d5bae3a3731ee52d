package io.frostglass.watch;

import io.frostglass.sanitized.FindingKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reviews one closed window of a site: compares the site and its cameras with their histories, then adds the window
/// to these.
///
/// Several cameras above their baseline are motion: people walk from one to the next. One camera alone may see motion
/// too, such as a break-in, for a while. If it stays alone above its baseline for longer than `burst_patience`, it is
/// a finding. Afterwards the new rate becomes the baseline: a camera that was turned towards a road causes one
/// finding.
final class SiteReview {

    /// The result of a review.
    ///
    /// @param pasts histories by subject, including the window
    /// @param motion whether the site was above its baseline and motion explains it
    record ReviewOutcome(Map<WatchSubject, SubjectHistory> pasts, List<TokenFinding> findings, boolean motion) {}

    private final CountWindow window;
    private final Thresholds thresholds;
    private final Map<WatchSubject, SubjectHistory> pasts;
    private final Map<WatchSubject, WindowCounts> counts;
    private final List<TokenFinding> findings = new ArrayList<>();

    /// @param pasts histories of the site and its cameras
    /// @param counts of the window; a subject without counts had no entries
    SiteReview(
            CountWindow window,
            Thresholds thresholds,
            Map<WatchSubject, SubjectHistory> pasts,
            Map<WatchSubject, WindowCounts> counts) {
        this.window = window;
        this.thresholds = thresholds;
        this.pasts = new LinkedHashMap<>(pasts);
        this.counts = counts;
    }

    ReviewOutcome review() {
        boolean motion = reviewRates();
        reviewSilences();
        pasts.replaceAll(this::reviewUses);
        pasts.replaceAll(
                (subject, history) -> history.with(SurgeLimit.worst(history.worst(), countsOf(subject), thresholds)));
        return new ReviewOutcome(pasts, List.copyOf(findings), motion);
    }

    private WindowCounts countsOf(WatchSubject subject) {
        return counts.getOrDefault(subject, WindowCounts.NONE);
    }

    private boolean isKnownFor(SubjectHistory history, Duration time) {
        return window.end() - history.first() >= time.toMillis();
    }

    /// Whether a subject was above its baseline and motion explains it.
    private boolean reviewRates() {
        long camerasAbove = pasts.entrySet().stream()
                .filter(entry -> entry.getKey().camera() != null)
                .filter(entry -> isAbove(entry.getKey(), entry.getValue()))
                .count();
        boolean above = pasts.entrySet().stream().anyMatch(entry -> isAbove(entry.getKey(), entry.getValue()));
        int before = findings.size();
        pasts.replaceAll((subject, history) -> reviewRate(subject, history, camerasAbove > 1));
        return above && findings.size() == before;
    }

    private boolean isAbove(WatchSubject subject, SubjectHistory history) {
        return isKnownFor(history, thresholds.burstLearning())
                && countsOf(subject).minted() > history.baseline().usual(thresholds);
    }

    private SubjectHistory reviewRate(WatchSubject subject, SubjectHistory history, boolean several) {
        int minted = countsOf(subject).minted();
        if (!isAbove(subject, history)) {
            // A drop must not lower the baseline.
            return history.with(
                    history.silence().raised()
                            ? history.baseline()
                            : history.baseline().learn(minted),
                    0);
        }
        int above = history.above() + 1;
        if (above < CountWindow.in(thresholds.burstPatience())) {
            return history.with(history.baseline(), above);
        }
        if (subject.camera() != null && !several) {
            double usual = history.baseline().usual(thresholds);
            findings.add(TokenFinding.in(window, FindingKind.issuance_burst, "ALONE", subject, null, minted, usual));
        }
        return history.with(history.baseline().learn(minted), 0);
    }

    /// If a site is silent as a whole, only the site is a finding, not its cameras.
    private void reviewSilences() {
        boolean siteSilent = pasts.entrySet().stream()
                .anyMatch(entry -> entry.getKey().camera() == null && isSilent(entry.getKey(), entry.getValue()));
        pasts.replaceAll((subject, history) -> {
            SubjectHistory now = history.with(history.silence().after(isSilent(subject, history)));
            boolean own = subject.camera() == null || !siteSilent;
            if (!own
                    || !isKnownFor(history, thresholds.dropLearning())
                    || !now.silence().isDrop(now.baseline(), thresholds)) {
                return now;
            }
            findings.add(drop(subject, now));
            return now.with(now.silence().withRaised());
        });
    }

    private boolean isSilent(WatchSubject subject, SubjectHistory history) {
        return SilenceTracker.isSilent(countsOf(subject).asked(), history.baseline());
    }

    /// Its period is the whole silence.
    private TokenFinding drop(WatchSubject subject, SubjectHistory now) {
        int run = now.silence().run();
        long from = window.end() - run * CountWindow.LENGTH.toMillis();
        double usual = run * now.baseline().mean();
        int observed = countsOf(subject).minted();
        return new TokenFinding(
                FindingKind.issuance_drop, "SILENT", subject, null, from, window.end(), observed, usual);
    }

    private SubjectHistory reviewUses(WatchSubject subject, SubjectHistory history) {
        if (subject.camera() != null) {
            return history;
        }
        UseRate uses = history.uses().after(window, countsOf(subject));
        if (!uses.isDue(thresholds)) {
            return history.with(uses);
        }
        boolean absent = uses.isAbsent(thresholds);
        if (absent && !uses.raised()) {
            findings.add(new TokenFinding(
                    FindingKind.never_used,
                    "ABSENT",
                    subject,
                    null,
                    uses.since(),
                    window.end(),
                    (double) uses.minted() - uses.used(),
                    uses.minted() - uses.expected()));
        }
        return history.with(uses.judged(absent));
    }
}
