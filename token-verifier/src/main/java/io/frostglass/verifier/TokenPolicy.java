package io.frostglass.verifier;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/// What a token must be, apart from being about the right event.
///
/// @param issuer its `iss`
/// @param audience its `aud`, which is this one string and no list
/// @param leeway how far the clocks of minter and verifier may differ; 0 to 60 s
/// @param cap the most that `exp − iat` and the leeway may be together; at most 300 s
/// @param maxLength the longest token that is looked at, in characters; at most 16,384
/// @param algorithms those a key may have
public record TokenPolicy(
        String issuer,
        String audience,
        Duration leeway,
        Duration cap,
        int maxLength,
        Set<SignatureAlgorithm> algorithms) {

    /// What comes before the event's id in a token's `scope`.
    public static final String SCOPE = "alert:create:";

    /// The most that the leeway can be, and what it is unless said.
    public static final Duration MAX_LEEWAY = Duration.ofMinutes(1);

    /// The most that the cap can be, and what it is unless said.
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

    /// What Frostglass mints: for the audience `cowork-agent`, a leeway of 60 s, a cap of 300 s, up to 4,096
    /// characters.
    public static TokenPolicy ofIssuer(String issuer) {
        return new TokenPolicy(
                issuer, "cowork-agent", MAX_LEEWAY, MAX_CAP, 4_096, EnumSet.allOf(SignatureAlgorithm.class));
    }

    /// The same with another leeway.
    public TokenPolicy withLeeway(Duration other) {
        return new TokenPolicy(issuer, audience, other, cap, maxLength, algorithms);
    }

    /// The same with other algorithms.
    public TokenPolicy withAlgorithms(Set<SignatureAlgorithm> others) {
        return new TokenPolicy(issuer, audience, leeway, cap, maxLength, others);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
