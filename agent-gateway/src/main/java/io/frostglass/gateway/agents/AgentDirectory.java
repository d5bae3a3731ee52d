package io.frostglass.gateway.agents;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.frostglass.gateway.agents.Agent.AgentLimits;
import io.frostglass.runtime.webhook.WebhookTarget;
import io.frostglass.settings.InvalidDocument;
import io.frostglass.settings.Secret;
import io.frostglass.settings.SecretReferences;
import io.frostglass.settings.Sha256;
import io.frostglass.settings.YamlDocument;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The agents of the agents file.
public final class AgentDirectory {

    private final List<KnownAgent> all;
    private final Optional<OidcIssuer> issuer;

    /// An agent with its credentials.
    ///
    /// @param push where the gateway pushes its events to, if it does
    record KnownAgent(Agent agent, AgentCredentials agentCredentials, Optional<WebhookTarget> push) {}

    /// An agent that the gateway pushes events to.
    public record PushedAgent(Agent agent, WebhookTarget target) {}

    AgentDirectory(List<KnownAgent> all, Optional<OidcIssuer> issuer) {
        this.all = List.copyOf(all);
        this.issuer = issuer;
    }

    /// Reads the agents file.
    ///
    /// ```yaml
    /// oidc:                                           # optional; for agents with subjects
    ///   issuer: https://login.example.com/realms/main # the tokens' iss
    ///   audience: frostglass                          # their aud
    ///   jwks_url: https://login.example.com/jwks      # optional: the issuer's discovery document has it
    ///   subject_claim: sub                            # optional; or client_id, or azp
    ///   max_lifetime: 2h                              # optional; of a token, from iat to exp
    /// agents:
    ///   - id: night-shift                             # one of the next four, or more
    ///     keys:                                       # of each API key, its SHA-256; several while they change
    ///       - sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
    ///     subjects: [0b0e2c0e-9d5c-4f0e-8e0a-3c1b6c0f7a11]
    ///     certificates:                               # of each client certificate, its SHA-256 (DER)
    ///       - sha256:3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3
    ///     certificate_names: [spiffe://example.org/night-shift, night-shift.example.org]
    ///     hours: "22:00-06:00"                        # optional: all
    ///     days: [mon, fri]                            # optional: all; of hours that pass midnight, the first
    ///     time_zone: Europe/London                    # optional: UTC; of hours and days
    ///     addresses: [10.0.0.0/8, 2001:db8::/32]      # optional: any
    ///     sites: [site-1, site-2]                     # optional: all
    ///     roles: [triage]                             # optional; or introspect, or both
    ///     limits:                                     # optional; see AgentLimits for the usual ones
    ///       events_per_minute: 600
    ///       alerts_per_hour: 240
    ///       alerts_per_hour_and_site: 120
    ///       decisions_per_day: 20000
    ///       breaker: {window: 200, refused_percent: 50, raw_media: 10, cool_down: 15m}
    ///     push:                                       # optional: the gateway posts events there
    ///       url: https://agent.example/events
    ///       secrets: ["${env:PUSH_SECRET}"]
    ///       timeout: 10s
    /// ```
    ///
    /// @throws InvalidDocument with everything that is wrong with it
    public static AgentDirectory parse(String yaml) throws InvalidDocument {
        return YamlDocument.read(yaml, SecretReferences.ofProcess(), new AgentsFile()::read);
    }

    /// The agent of an API key. Takes the same time for every key.
    public Optional<Agent> byKey(String key) {
        Secret digest = Secret.of(Sha256.of(key.getBytes(UTF_8)));
        Optional<Agent> found = Optional.empty();
        for (KnownAgent candidate : all) {
            for (Secret own : candidate.agentCredentials().keys()) {
                // Secrets are compared in constant time.
                if (own.equals(digest)) {
                    found = Optional.of(candidate.agent());
                }
            }
        }
        return found;
    }

    /// The agent of the subject of a verified access token.
    public Optional<Agent> bySubject(String subject) {
        return all.stream()
                .filter(knownAgent -> knownAgent.agentCredentials().subjects().contains(subject))
                .findFirst()
                .map(KnownAgent::agent);
    }

    /// The agent of a certificate. Empty, too, if its names belong to two agents.
    public Optional<Agent> byCertificate(ClientCertificate certificate) {
        List<Agent> found = all.stream()
                .filter(knownAgent -> knownAgent.agentCredentials().include(certificate))
                .map(KnownAgent::agent)
                .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /// The issuer of access tokens; empty if the gateway takes none.
    public Optional<OidcIssuer> issuer() {
        return issuer;
    }

    /// The agents that the gateway pushes events to.
    public List<PushedAgent> pushed() {
        return all.stream()
                .flatMap(it -> it.push().map(target -> new PushedAgent(it.agent(), target)).stream())
                .toList();
    }

    /// The limits of an agent; the usual limits if the agent is not in the file any more.
    public AgentLimits limitsOf(String id) {
        return all.stream()
                .map(KnownAgent::agent)
                .filter(agent -> agent.id().equals(id))
                .findFirst()
                .map(Agent::limits)
                .orElse(AgentLimits.STANDARD);
    }

    /// What an agent authenticates with. No two agents have a credential in common.
    ///
    /// @param keys SHA-256 of each API key
    /// @param subjects of access tokens
    /// @param certificates fingerprints, as [ClientCertificate] has them
    /// @param names in certificates, as [ClientCertificate] has them
    record AgentCredentials(List<Secret> keys, Set<String> subjects, Set<String> certificates, Set<String> names) {

        boolean isEmpty() {
            return keys.isEmpty() && subjects.isEmpty() && certificates.isEmpty() && names.isEmpty();
        }

        boolean include(ClientCertificate certificate) {
            return certificates.contains(certificate.fingerprint())
                    || !Collections.disjoint(names, certificate.names());
        }
    }
}
