package io.frostglass.gateway.agents;

import io.frostglass.gateway.agents.Agent.Role;
import io.frostglass.gateway.agents.Agents.Keyed;
import io.frostglass.settings.Secret;
import io.frostglass.settings.ValueParser;
import io.frostglass.settings.YamlMapping;
import io.frostglass.settings.YamlNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads the agents file once.
final class AgentsFile {

    private static final ValueParser<String> ID = ValueParser.matching(
            Pattern.compile("[a-z0-9][a-z0-9-]{0,62}"),
            "1 to 63 small letters, digits and hyphens, not a hyphen first");

    private static final ValueParser<String> DIGEST = ValueParser.matching(
            Pattern.compile("sha256:[0-9a-f]{64}"), "sha256: and the 64 small hex digits of the key's SHA-256");

    private static final ValueParser<Role> ROLE =
            ValueParser.oneOf(Map.of("triage", Role.TRIAGE, "introspect", Role.INTROSPECT));

    private static final ValueParser<Integer> COUNT = ValueParser.integer(0, 10_000_000);

    private final Set<String> ids = new HashSet<>();
    private final Set<Secret> digests = new HashSet<>();

    Optional<Agents> read(YamlMapping top) {
        var agents = top.requiredList("agents", node -> node.mapping().flatMap(this::agent));
        return top.build(
                () -> new Agents(agents.get().stream().flatMap(List::stream).toList()));
    }

    private Optional<List<Keyed>> agent(YamlMapping yaml) {
        var id = yaml.required("id", ID);
        if (id.present() && !ids.add(id.get())) {
            yaml.problem("id", "is there twice");
        }
        var keys = yaml.requiredList("keys", this::digest);
        var sites = yaml.list("sites", node -> node.scalar(ID));
        var roles = yaml.list("roles", node -> node.scalar(ROLE));
        var limits = yaml.optionalMapping("limits", AgentsFile::limits);
        return yaml.build(() -> {
            var agent = new Agent(
                    id.get(),
                    Set.copyOf(sites.get()),
                    orTriage(roles.get()),
                    limits.get().orElse(AgentLimits.STANDARD));
            return keys.get().stream().map(digest -> new Keyed(agent, digest)).toList();
        });
    }

    private static Optional<AgentLimits> limits(YamlMapping yaml) {
        var usual = AgentLimits.STANDARD;
        var events = yaml.optional("events_per_minute", usual.eventsPerMinute(), COUNT);
        var alerts = yaml.optional("alerts_per_hour", usual.alertsPerHour(), COUNT);
        var atOneSite = yaml.optional("alerts_per_hour_and_site", usual.alertsPerHourAndSite(), COUNT);
        var decisions = yaml.optional("decisions_per_day", usual.decisionsPerDay(), COUNT);
        var breaker = yaml.optionalMapping("breaker", AgentsFile::breaker);
        return yaml.build(() -> new AgentLimits(
                events.get(),
                alerts.get(),
                atOneSite.get(),
                decisions.get(),
                breaker.get().orElse(usual.breaker())));
    }

    private static Optional<AgentLimits.Breaker> breaker(YamlMapping yaml) {
        var usual = AgentLimits.STANDARD.breaker();
        var window = yaml.optional("window", usual.window(), ValueParser.integer(0, 10_000));
        var refused = yaml.optional("refused_percent", usual.refusedPercent(), ValueParser.integer(1, 100));
        var rawMedia = yaml.optional("raw_media", usual.rawMedia(), ValueParser.integer(0, 10_000));
        var coolDown = yaml.optional(
                "cool_down", usual.coolDown(), ValueParser.duration(Duration.ofSeconds(1), Duration.ofDays(1)));
        return yaml.build(() -> new AgentLimits.Breaker(window.get(), refused.get(), rawMedia.get(), coolDown.get()));
    }

    private static Set<Role> orTriage(List<Role> roles) {
        return roles.isEmpty() ? Set.of(Role.TRIAGE) : Set.copyOf(roles);
    }

    /// A key that two have would say nothing about who came.
    private Optional<Secret> digest(YamlNode node) {
        return node.scalar(DIGEST).map(AgentsFile::bytes).filter(digest -> {
            boolean fresh = digests.add(digest);
            if (!fresh) {
                node.problem("is there twice");
            }
            return fresh;
        });
    }

    private static Secret bytes(String text) {
        return Secret.of(HexFormat.of().parseHex(text.substring("sha256:".length())));
    }
}
