package io.frostglass.standalone;

import io.frostglass.settings.Sha256;
import java.security.SecureRandom;
import java.util.Base64;

/// The agent that the demo starts with, in the file of a real installation. The file holds no key: who has read it
/// cannot be the agent.
final class DemoAgents {

    private static final int KEY_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private DemoAgents() {}

    /// A new `agents.yaml`.
    ///
    /// @param key the agent's API key
    static String agents(String key) {
        return """
                # The agent of the demo, made at its first start. Its key is in agent.key beside this file; here is its
                # SHA-256. Edit this while it runs: it is read again.
                agents:
                  - id: demo-agent
                    keys: ["sha256:%s"]
                    roles: [triage, introspect]
                """.formatted(Sha256.hex(key));
    }

    /// A new key, of letters, digits, hyphens and low lines.
    static String key() {
        byte[] bytes = new byte[KEY_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
