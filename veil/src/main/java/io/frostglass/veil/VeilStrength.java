package io.frostglass.veil;

import java.util.Locale;

/// How much of a picture the veil takes away. What each is worth against an attacker is measured in docs/privacy.md.
public enum VeilStrength {
    /// The usual blur, reversible and no anonymity: only for pictures in which no person can be.
    LIGHT,
    /// The default: shows that and where something is, not who.
    STANDARD,
    /// For places where even a small gain for an attacker is too much: little more than light and dark is left.
    HEAVY;

    /// The name in settings: `light`, `standard`, `heavy`.
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
