package io.frostglass.watch;

import io.frostglass.sanitized.FindingKind;
import io.frostglass.sanitized.SecurityFinding;
import io.frostglass.settings.Sha256;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Something unusual.
///
/// @param why distinguishes findings of one kind, subject and window; part of the id only
/// @param token its `jti`; null if the finding is not about one token
/// @param from start of the period, in ms since the epoch
/// @param to its end
/// @param observed the count
/// @param expected the count that the history or the threshold allows
record TokenFinding(
        FindingKind kind,
        String why,
        WatchSubject subject,
        @Nullable String token,
        long from,
        long to,
        double observed,
        double expected) {

    private static final String PREFIX = "fnd-";
    private static final int ID_DIGITS = 32;

    static TokenFinding in(
            CountWindow window,
            FindingKind kind,
            String why,
            WatchSubject subject,
            @Nullable String token,
            double observed,
            double expected) {
        return new TokenFinding(kind, why, subject, token, window.start(), window.end(), observed, expected);
    }

    static TokenFinding of(
            CountWindow window, SurgeLimit surge, WatchSubject subject, WindowCounts counts, Thresholds thresholds) {
        return in(window, surge.kind(), surge.name(), subject, null, surge.count(counts), surge.limit(thresholds));
    }

    /// `fnd-` and 32 hex digits of a SHA-256. A finding that is raised again, after a crash or a second
    /// reading of the log, has the same id.
    String id() {
        String text = String.join("\n", kind.name(), why, subject.key(), token == null ? "" : token, from + "");
        return PREFIX + Sha256.hex(text).substring(0, ID_DIGITS);
    }

    /// @param at time of the entry that caused it, in ms since the epoch
    SecurityFinding record(long at) {
        return SecurityFinding.newBuilder()
                .setFindingId(id())
                .setKind(kind)
                .setSiteId(subject.site().isEmpty() ? null : subject.site())
                .setCameraId(subject.camera())
                .setTokenId(token)
                .setWindowStart(Instant.ofEpochMilli(from))
                .setWindowEnd(Instant.ofEpochMilli(to))
                .setObserved(observed)
                .setExpected(expected)
                .setFoundAt(Instant.ofEpochMilli(at))
                .build();
    }
}
