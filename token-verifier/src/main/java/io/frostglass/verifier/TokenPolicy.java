package io.frostglass.verifier;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/// The requirements on tokens, besides the event.
///
/// @param issuer required `iss`
/// @param audience required `aud`: one string, no list
/// @param leeway allowed difference between the clocks of minter and verifier; 0 to 60 s
/// @param cap on the sum of `exp − iat` and the leeway; at most 300 s
/// @param maxLength of a token, in characters; at most 16,384
/// @param algorithms allowed for keys
public record TokenPolicy(
        String issuer,
        String audience,
        Duration leeway,
        Duration cap,
        int maxLength,
        Set<SignatureAlgorithm> algorithms) {

    /// Prefix of the event's id in a token's `scope`.
    public static final String SCOPE = "alert:create:";

    /// The largest leeway, and the default.
    public static final Duration MAX_LEEWAY = Duration.ofMinutes(1);

    /// The largest cap, and the default.
    public static final Duration MAX_CAP = Duration.ofMinutes(5);

    private static final int LONGEST = 16_384;

    public TokenPolicy {
        require(!issuer.isEmpty(), "the issuer must not be empty");
        require(!audience.isEmpty(), "the audience must not be empty");
        require(!leeway.isNegative() && leeway.compareTo(MAX_LEEWAY) <= 0, "the leeway must be 0 to 60 s");
        require(cap.compareTo(MAX_CAP) <= 0 && cap.compareTo(leeway) > 0, "the cap must be above the leeway, to 300 s");
        require(maxLength >= 1 && maxLength <= LONGEST, "the length must be 1 to 16384 characters");
        require(!algorithms.isEmpty(), "at least one algorithm must be allowed");
        algorithms = Set.copyOf(algorithms);
    }

    /// The policy for Frostglass' tokens: audience `cowork-agent`, leeway 60 s, cap 300 s, up to 4,096
    /// characters.
    public static TokenPolicy ofIssuer(String issuer) {
        return new TokenPolicy(
                issuer, "cowork-agent", MAX_LEEWAY, MAX_CAP, 4_096, EnumSet.allOf(SignatureAlgorithm.class));
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
