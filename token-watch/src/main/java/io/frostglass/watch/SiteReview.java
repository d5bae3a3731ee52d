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
    record Outcome(Map<Subject, Past> pasts, List<Finding> findings, boolean motion) {}

    private final Window window;
    private final Thresholds thresholds;
    private final Map<Subject, Past> pasts;
    private final Map<Subject, Counts> counts;
    private final List<Finding> findings = new ArrayList<>();

    /// @param pasts of the site and its cameras
    /// @param counts of the window; a subject without had nothing in it
    SiteReview(Window window, Thresholds thresholds, Map<Subject, Past> pasts, Map<Subject, Counts> counts) {
        this.window = window;
        this.thresholds = thresholds;
        this.pasts = new LinkedHashMap<>(pasts);
        this.counts = counts;
    }

    Outcome review() {
        boolean motion = reviewRates();
        reviewSilences();
        pasts.replaceAll(this::reviewUses);
        pasts.replaceAll((subject, past) -> past.with(past.worst().after(countsOf(subject), thresholds)));
        return new Outcome(pasts, List.copyOf(findings), motion);
    }

    private Counts countsOf(Subject subject) {
        return counts.getOrDefault(subject, Counts.NONE);
    }

    private boolean isKnownFor(Past past, Duration time) {
        return window.end() - past.first() >= time.toMillis();
    }

    /// Answers whether something was above its past and is taken for motion.
    private boolean reviewRates() {
        long camerasAbove = pasts.entrySet().stream()
                .filter(entry -> entry.getKey().camera() != null)
                .filter(entry -> isAbove(entry.getKey(), entry.getValue()))
                .count();
        boolean above = pasts.entrySet().stream().anyMatch(entry -> isAbove(entry.getKey(), entry.getValue()));
        int before = findings.size();
        pasts.replaceAll((subject, past) -> reviewRate(subject, past, camerasAbove > 1));
        return above && findings.size() == before;
    }

    private boolean isAbove(Subject subject, Past past) {
        return isKnownFor(past, thresholds.burstLearning())
                && countsOf(subject).minted() > past.baseline().usual(thresholds);
    }

    private Past reviewRate(Subject subject, Past past, boolean several) {
        int minted = countsOf(subject).minted();
        if (!isAbove(subject, past)) {
            // What is not minted during a drop is no past to compare with later.
            return past.with(
                    past.silence().raised() ? past.baseline() : past.baseline().learn(minted), 0);
        }
        int above = past.above() + 1;
        if (above < Window.in(thresholds.burstPatience())) {
            return past.with(past.baseline(), above);
        }
        if (subject.camera() != null && !several) {
            double usual = past.baseline().usual(thresholds);
            findings.add(Finding.in(window, FindingKind.issuance_burst, "ALONE", subject, minted, usual));
        }
        return past.with(past.baseline().learn(minted), 0);
    }

    /// A camera that is silent together with its site is not told of: the site is.
    private void reviewSilences() {
        boolean siteSilent = pasts.entrySet().stream()
                .anyMatch(entry -> entry.getKey().camera() == null && isSilent(entry.getKey(), entry.getValue()));
        pasts.replaceAll((subject, past) -> {
            Past now = past.with(past.silence().after(isSilent(subject, past)));
            boolean own = subject.camera() == null || !siteSilent;
            if (!own
                    || !isKnownFor(past, thresholds.dropLearning())
                    || !now.silence().isDrop(now.baseline(), thresholds)) {
                return now;
            }
            findings.add(drop(subject, now));
            return now.with(now.silence().withRaised());
        });
    }

    private boolean isSilent(Subject subject, Past past) {
        return Silence.isSilent(countsOf(subject).asked(), past.baseline());
    }

    /// About the whole silence; what came in it nevertheless was less than a tenth.
    private Finding drop(Subject subject, Past now) {
        int run = now.silence().run();
        long from = window.end() - run * Window.LENGTH.toMillis();
        double usual = run * now.baseline().mean();
        int observed = countsOf(subject).minted();
        return new Finding(FindingKind.issuance_drop, "SILENT", subject, null, from, window.end(), observed, usual);
    }

    private Past reviewUses(Subject subject, Past past) {
        if (subject.camera() != null) {
            return past;
        }
        Uses uses = past.uses().after(window, countsOf(subject));
        if (!uses.isDue(thresholds)) {
            return past.with(uses);
        }
        boolean absent = uses.isAbsent(thresholds);
        if (absent && !uses.raised()) {
            findings.add(new Finding(
                    FindingKind.never_used,
                    "ABSENT",
                    subject,
                    null,
                    uses.since(),
                    window.end(),
                    (double) uses.minted() - uses.used(),
                    uses.minted() - uses.expected()));
        }
        return past.with(uses.judged(absent));
    }
}
