package io.frostglass.cameras;

import java.util.Locale;

/// Why a signature was refused, for audit and metrics. The sender only learns that it was refused.
public enum SignatureRefusal {
    UNKNOWN_CAMERA,
    SIGNATURE_MISSING,
    SIGNATURE_MALFORMED,
    SIGNATURE_WRONG,
    /// The signature is right but was made too long ago, or in the future.
    TIMESTAMP_OUTSIDE_WINDOW;

    /// Its word in audit entries and metrics, such as `unknown_camera`.
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
