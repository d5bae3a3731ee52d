package io.frostglass.watch;

import io.frostglass.sanitized.FindingKind;
import io.frostglass.sanitized.SecurityFinding;
import io.frostglass.settings.Sha256;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Something that is not as it was.
///
/// @param why tells findings of one kind, subject and window apart; a word of ours, part of the id only
/// @param token its `jti`, or null where it is about no single token
/// @param from begin of the time looked at, in ms since the epoch
/// @param to its end
/// @param observed what was counted
/// @param expected what the past or the threshold allowed
record TokenFinding(
        FindingKind kind,
        String why,
        WatchSubject watchSubject,
        @Nullable String token,
        long from,
        long to,
        double observed,
        double expected) {

    private static final String PREFIX = "fnd-";
    private static final int ID_DIGITS = 32;

    static TokenFinding in(
            CountWindow countWindow,
            FindingKind kind,
            String why,
            WatchSubject watchSubject,
            double observed,
            double expected) {
        return new TokenFinding(
                kind, why, watchSubject, null, countWindow.start(), countWindow.end(), observed, expected);
    }

    static TokenFinding of(
            CountWindow countWindow,
            SurgeLimit surgeLimit,
            WatchSubject watchSubject,
            WindowCounts windowCounts,
            Thresholds thresholds) {
        return in(
                countWindow,
                surgeLimit.kind(),
                surgeLimit.name(),
                watchSubject,
                surgeLimit.count(windowCounts),
                surgeLimit.limit(thresholds));
    }

    /// `fnd-` and 32 hex digits of a SHA-256: found again, after a crash or in a second reading of the log, it has the
    /// same.
    String id() {
        String text = String.join("\n", kind.name(), why, watchSubject.key(), token == null ? "" : token, from + "");
        return PREFIX + Sha256.hex(text).substring(0, ID_DIGITS);
    }

    /// As it is written.
    ///
    /// @param at time of the entry that made it one, in ms since the epoch
    SecurityFinding record(long at) {
        return SecurityFinding.newBuilder()
                .setFindingId(id())
                .setKind(kind)
                .setSiteId(watchSubject.site().isEmpty() ? null : watchSubject.site())
                .setCameraId(watchSubject.camera())
                .setTokenId(token)
                .setWindowStart(Instant.ofEpochMilli(from))
                .setWindowEnd(Instant.ofEpochMilli(to))
                .setObserved(observed)
                .setExpected(expected)
                .setFoundAt(Instant.ofEpochMilli(at))
                .build();
    }
}
