package io.frostglass.watch;

import io.frostglass.sanitized.FindingKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Looks back at one closed window of a site: compares the site and its cameras with their past, then makes the window
/// part of it.
///
/// Above its past, a camera is either part of something that several cameras of the site see (motion: people walk from
/// one to the next), or alone. Alone it may be motion too, for a while: a break-in in front of one camera. One that
/// stays alone above its past for longer than `burst_patience` is a finding. Afterwards, motion or not, the new rate
/// is the past: a camera that was turned towards a road is told of once.
final class SiteReview {

    /// What became of a site's window.
    ///
    /// @param pasts by subject, the window included
    /// @param motion whether the site was above its past and motion explains it
    record ReviewOutcome(Map<WatchSubject, SubjectHistory> pasts, List<TokenFinding> findings, boolean motion) {}

    private final CountWindow countWindow;
    private final Thresholds thresholds;
    private final Map<WatchSubject, SubjectHistory> pasts;
    private final Map<WatchSubject, WindowCounts> counts;
    private final List<TokenFinding> findings = new ArrayList<>();

    /// @param pasts of the site and its cameras
    /// @param counts of the window; a subject without had nothing in it
    SiteReview(
            CountWindow countWindow,
            Thresholds thresholds,
            Map<WatchSubject, SubjectHistory> pasts,
            Map<WatchSubject, WindowCounts> counts) {
        this.countWindow = countWindow;
        this.thresholds = thresholds;
        this.pasts = new LinkedHashMap<>(pasts);
        this.counts = counts;
    }

    ReviewOutcome review() {
        boolean motion = reviewRates();
        reviewSilences();
        pasts.replaceAll(this::reviewUses);
        pasts.replaceAll((watchSubject, subjectHistory) ->
                subjectHistory.with(subjectHistory.worst().after(countsOf(watchSubject), thresholds)));
        return new ReviewOutcome(pasts, List.copyOf(findings), motion);
    }

    private WindowCounts countsOf(WatchSubject watchSubject) {
        return counts.getOrDefault(watchSubject, WindowCounts.NONE);
    }

    private boolean isKnownFor(SubjectHistory subjectHistory, Duration time) {
        return countWindow.end() - subjectHistory.first() >= time.toMillis();
    }

    /// Answers whether something was above its past and is taken for motion.
    private boolean reviewRates() {
        long camerasAbove = pasts.entrySet().stream()
                .filter(entry -> entry.getKey().camera() != null)
                .filter(entry -> isAbove(entry.getKey(), entry.getValue()))
                .count();
        boolean above = pasts.entrySet().stream().anyMatch(entry -> isAbove(entry.getKey(), entry.getValue()));
        int before = findings.size();
        pasts.replaceAll((watchSubject, subjectHistory) -> reviewRate(watchSubject, subjectHistory, camerasAbove > 1));
        return above && findings.size() == before;
    }

    private boolean isAbove(WatchSubject watchSubject, SubjectHistory subjectHistory) {
        return isKnownFor(subjectHistory, thresholds.burstLearning())
                && countsOf(watchSubject).minted() > subjectHistory.baseline().usual(thresholds);
    }

    private SubjectHistory reviewRate(WatchSubject watchSubject, SubjectHistory subjectHistory, boolean several) {
        int minted = countsOf(watchSubject).minted();
        if (!isAbove(watchSubject, subjectHistory)) {
            // What is not minted during a drop is no past to compare with later.
            return subjectHistory.with(
                    subjectHistory.silenceTracker().raised()
                            ? subjectHistory.baseline()
                            : subjectHistory.baseline().learn(minted),
                    0);
        }
        int above = subjectHistory.above() + 1;
        if (above < CountWindow.in(thresholds.burstPatience())) {
            return subjectHistory.with(subjectHistory.baseline(), above);
        }
        if (watchSubject.camera() != null && !several) {
            double usual = subjectHistory.baseline().usual(thresholds);
            findings.add(
                    TokenFinding.in(countWindow, FindingKind.issuance_burst, "ALONE", watchSubject, minted, usual));
        }
        return subjectHistory.with(subjectHistory.baseline().learn(minted), 0);
    }

    /// A camera that is silent together with its site is not told of: the site is.
    private void reviewSilences() {
        boolean siteSilent = pasts.entrySet().stream()
                .anyMatch(entry -> entry.getKey().camera() == null && isSilent(entry.getKey(), entry.getValue()));
        pasts.replaceAll((watchSubject, subjectHistory) -> {
            SubjectHistory now =
                    subjectHistory.with(subjectHistory.silenceTracker().after(isSilent(watchSubject, subjectHistory)));
            boolean own = watchSubject.camera() == null || !siteSilent;
            if (!own
                    || !isKnownFor(subjectHistory, thresholds.dropLearning())
                    || !now.silenceTracker().isDrop(now.baseline(), thresholds)) {
                return now;
            }
            findings.add(drop(watchSubject, now));
            return now.with(now.silenceTracker().withRaised());
        });
    }

    private boolean isSilent(WatchSubject watchSubject, SubjectHistory subjectHistory) {
        return SilenceTracker.isSilent(countsOf(watchSubject).asked(), subjectHistory.baseline());
    }

    /// About the whole silence; what came in it nevertheless was less than a tenth.
    private TokenFinding drop(WatchSubject watchSubject, SubjectHistory now) {
        int run = now.silenceTracker().run();
        long from = countWindow.end() - run * CountWindow.LENGTH.toMillis();
        double usual = run * now.baseline().mean();
        int observed = countsOf(watchSubject).minted();
        return new TokenFinding(
                FindingKind.issuance_drop, "SILENT", watchSubject, null, from, countWindow.end(), observed, usual);
    }

    private SubjectHistory reviewUses(WatchSubject watchSubject, SubjectHistory subjectHistory) {
        if (watchSubject.camera() != null) {
            return subjectHistory;
        }
        UseRate useRate = subjectHistory.useRate().after(countWindow, countsOf(watchSubject));
        if (!useRate.isDue(thresholds)) {
            return subjectHistory.with(useRate);
        }
        boolean absent = useRate.isAbsent(thresholds);
        if (absent && !useRate.raised()) {
            findings.add(new TokenFinding(
                    FindingKind.never_used,
                    "ABSENT",
                    watchSubject,
                    null,
                    useRate.since(),
                    countWindow.end(),
                    (double) useRate.minted() - useRate.used(),
                    useRate.minted() - useRate.expected()));
        }
        return subjectHistory.with(useRate.judged(absent));
    }
}
