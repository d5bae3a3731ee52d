package io.frostglass.benchmarks.privacy;

import java.util.List;

/// How often an attacker names the right person.
///
/// @param people in the gallery
/// @param chance what guessing reaches, 0 to 1
/// @param rows per treatment and size of the face
public record PrivacyReport(int people, double chance, List<PrivacyRow> rows) {

    public PrivacyReport {
        rows = List.copyOf(rows);
    }

    /// One treatment at one size.
    ///
    /// @param treatment `raw`, a strength's code, `standard, missed`: in a picture with a box
    ///     elsewhere, or `heavy, nobody`: the same without a face, to show what chance looks like
    /// @param share of the picture's height that the face takes
    /// @param single share of probes named rightly from one picture
    /// @param visit the same from the mean of the ten pictures of a visit
    public record PrivacyRow(String treatment, double share, double single, double visit) {}
}
