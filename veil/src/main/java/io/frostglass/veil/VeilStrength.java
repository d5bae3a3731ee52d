package io.frostglass.veil;

import java.util.Locale;

/// How much of a picture the veil removes. `docs/privacy.md` has the measured protection of each strength.
public enum VeilStrength {
    /// A blur, which is reversible and gives no anonymity: only for pictures in which no person can be.
    LIGHT,
    /// The default: shows that something is there and where, and not who.
    STANDARD,
    /// For places where attackers must gain almost nothing: little more than light and dark remains.
    HEAVY;

    /// The name in settings: `light`, `standard`, `heavy`.
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
