package io.frostglass.gateway.agents;

import io.frostglass.settings.Secret;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/// What an agent authenticates with. No two agents have a credential in common.
///
/// @param keys SHA-256 of each API key
/// @param subjects of access tokens
/// @param certificates fingerprints, as [ClientCertificate] has them
/// @param names in certificates, as [ClientCertificate] has them
record AgentCredentials(List<Secret> keys, Set<String> subjects, Set<String> certificates, Set<String> names) {

    AgentCredentials {
        keys = List.copyOf(keys);
        subjects = Set.copyOf(subjects);
        certificates = Set.copyOf(certificates);
        names = Set.copyOf(names);
    }

    boolean isEmpty() {
        return keys.isEmpty() && subjects.isEmpty() && certificates.isEmpty() && names.isEmpty();
    }

    boolean include(ClientCertificate certificate) {
        return certificates.contains(certificate.fingerprint()) || !Collections.disjoint(names, certificate.names());
    }
}
