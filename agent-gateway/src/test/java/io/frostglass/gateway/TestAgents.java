package io.frostglass.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.frostglass.gateway.agents.Agent;
import io.frostglass.gateway.agents.Agent.ActiveHours;
import io.frostglass.gateway.agents.Agent.AgentLimits;
import io.frostglass.gateway.agents.Agent.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An agents file, and the keys to it.
public final class TestAgents {

    static final String KEY = "key-of-an-agent-that-sees-all";
    static final String OLD_KEY = "old-key-of-the-same-agent";
    static final String SITE_1_KEY = "key-of-an-agent-of-site-1";
    static final String AUDITOR_KEY = "key-of-a-system-that-checks";

    /// At any time.
    public static final ActiveHours ALWAYS = new ActiveHours(Optional.empty(), Set.of(), ZoneOffset.UTC);

    private TestAgents() {}

    /// @param more agents beside the usual ones, as [#entry] makes them
    static Path write(Path file, String... more) throws IOException {
        return Files.writeString(
                file,
                """
                agents:
                  - id: all
                    keys: [%s, %s]
                  - id: one
                    keys: [%s]
                    sites: [site-1]
                  - id: checker
                    keys: [%s]
                    roles: [introspect]
                """.formatted(digest(KEY), digest(OLD_KEY), digest(SITE_1_KEY), digest(AUDITOR_KEY))
                        + String.join("", more));
    }

    /// An entry of the agents file.
    ///
    /// @param settings lines of it, beside id and keys
    static String entry(String id, String key, String... settings) {
        return Stream.concat(
                        Stream.of("  - id: " + id, "    keys: [" + digest(key) + "]"),
                        Stream.of(settings).map(setting -> "    " + setting))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    /// An agent with the usual limits, at any time and from any address.
    public static Agent agent(String id, Set<String> sites, Set<Role> roles) {
        return agent(id, sites, roles, AgentLimits.STANDARD);
    }

    /// An agent at any time and from any address.
    public static Agent agent(String id, Set<String> sites, Set<Role> roles, AgentLimits limits) {
        return new Agent(id, sites, roles, limits, ALWAYS, List.of());
    }

    /// Hours that it is not now, nor soon.
    static String otherHours() {
        LocalTime now = LocalTime.now(ZoneOffset.UTC);
        var form = DateTimeFormatter.ofPattern("HH:mm");
        return form.format(now.plusHours(6)) + "-" + form.format(now.plusHours(7));
    }

    public static String digest(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
            return "sha256:" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
