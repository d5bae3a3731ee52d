package io.frostglass.gateway.agents;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.frostglass.settings.InvalidDocument;
import io.frostglass.settings.Secret;
import io.frostglass.settings.SecretReferences;
import io.frostglass.settings.YamlDocument;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;

/// The agents of the agents file.
public final class Agents {

    private final List<Keyed> all;

    /// An agent with the SHA-256 of one of its keys.
    record Keyed(Agent agent, Secret digest) {}

    Agents(List<Keyed> all) {
        this.all = List.copyOf(all);
    }

    /// Reads the agents file.
    ///
    /// ```yaml
    /// agents:
    ///   - id: night-shift
    ///     keys:                                       # of each API key, its SHA-256; several while they change
    ///       - sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
    ///     sites: [site-1, site-2]                     # optional: all
    ///     roles: [triage]                             # optional; or introspect, or both
    ///     limits:                                     # optional; see AgentLimits for the usual ones
    ///       events_per_minute: 600
    ///       alerts_per_hour: 240
    ///       alerts_per_hour_and_site: 120
    ///       decisions_per_day: 20000
    ///       breaker: {window: 200, refused_percent: 50, raw_media: 10, cool_down: 15m}
    /// ```
    ///
    /// @throws InvalidDocument with everything that is wrong with it
    public static Agents parse(String yaml) throws InvalidDocument {
        return YamlDocument.read(yaml, SecretReferences.ofProcess(), new AgentsFile()::read);
    }

    /// Whose key this is. Takes as long for every key that is none, and does not stop at the one that is.
    public Optional<Agent> byKey(String key) {
        Secret digest = Secret.of(sha256(key));
        Optional<Agent> found = Optional.empty();
        for (Keyed candidate : all) {
            // Secrets are compared in constant time.
            if (candidate.digest().equals(digest)) {
                found = Optional.of(candidate.agent());
            }
        }
        return found;
    }

    /// The limits of an agent of a name; the usual ones for who is not there any more.
    public AgentLimits limitsOf(String id) {
        return all.stream()
                .map(Keyed::agent)
                .filter(agent -> agent.id().equals(id))
                .findFirst()
                .map(Agent::limits)
                .orElse(AgentLimits.STANDARD);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
