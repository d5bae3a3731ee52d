package io.frostglass.gateway.agents;

import io.frostglass.gateway.agents.Agent.ActiveHours;
import io.frostglass.gateway.agents.Agent.AgentLimits;
import io.frostglass.gateway.agents.Agent.Role;
import io.frostglass.gateway.agents.AgentDirectory.KnownAgent;
import io.frostglass.runtime.webhook.SigningSecret;
import io.frostglass.runtime.webhook.WebhookTarget;
import io.frostglass.settings.AddressRange;
import io.frostglass.settings.InvalidValue;
import io.frostglass.settings.SettingField;
import io.frostglass.settings.TimeWindow;
import io.frostglass.settings.ValueParser;
import io.frostglass.settings.YamlMapping;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Reads the agents file once.
final class AgentsFile {

    private static final ValueParser<String> ID = ValueParser.matching(
            Pattern.compile("[a-z0-9][a-z0-9-]{0,62}"),
            "1 to 63 small letters, digits and hyphens, not a hyphen first");

    private static final ValueParser<Role> ROLE =
            ValueParser.oneOf(Map.of("triage", Role.TRIAGE, "introspect", Role.INTROSPECT));

    private static final ValueParser<Integer> COUNT = ValueParser.integer(0, 10_000_000);

    private static final ValueParser<String> CLAIM =
            ValueParser.oneOf(Map.of("sub", "sub", "client_id", "client_id", "azp", "azp"));

    /// Longer than the hour and a half that some providers give by default.
    private static final Duration USUAL_LIFETIME = Duration.ofHours(2);

    private static final Duration PUSH_TIMEOUT = Duration.ofSeconds(10);

    private final Set<String> ids = new HashSet<>();

    Optional<AgentDirectory> read(YamlMapping top) {
        var credentials = new CredentialsReader(top.node("oidc").isPresent());
        var issuer = top.optionalMapping("oidc", AgentsFile::issuer);
        var agents = top.requiredList("agents", node -> node.mapping().flatMap(yaml -> agent(yaml, credentials)));
        return top.build(() -> new AgentDirectory(agents.get(), issuer.get()));
    }

    private Optional<KnownAgent> agent(YamlMapping yaml, CredentialsReader reader) {
        var id = yaml.required("id", ID);
        if (id.present() && !ids.add(id.get())) {
            yaml.problem("id", "is there twice");
        }
        var credentials = reader.read(yaml);
        var sites = yaml.list("sites", node -> node.scalar(ID));
        var roles = yaml.list("roles", node -> node.scalar(ROLE));
        var limits = yaml.optionalMapping("limits", AgentsFile::limits);
        var hours = hours(yaml);
        var addresses = yaml.list("addresses", node -> node.scalar(AddressRange::parse));
        var push = yaml.optionalMapping("push", AgentsFile::push);
        if (yaml.node("push").isPresent()
                && roles.present()
                && !orTriage(roles.get()).contains(Role.TRIAGE)) {
            yaml.problem("push", "needs the role triage");
        }
        return yaml.build(() -> new KnownAgent(
                new Agent(
                        id.get(),
                        Set.copyOf(sites.get()),
                        orTriage(roles.get()),
                        limits.get().orElse(AgentLimits.STANDARD),
                        hours.get(),
                        addresses.get()),
                credentials.get(),
                push.get()));
    }

    private static Supplier<ActiveHours> hours(YamlMapping yaml) {
        SettingField<Optional<TimeWindow>> window = yaml.optional("hours", TimeWindow::parse);
        var days = yaml.list("days", node -> node.scalar(ValueParser.dayOfWeek()));
        SettingField<Optional<ZoneId>> zone = yaml.optional("time_zone", ValueParser.timeZone());
        if (yaml.node("time_zone").isPresent()
                && yaml.node("hours").isEmpty()
                && yaml.node("days").isEmpty()) {
            yaml.problem("time_zone", "needs hours or days");
        }
        return () ->
                new ActiveHours(window.get(), Set.copyOf(days.get()), zone.get().orElse(ZoneOffset.UTC));
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

    private static Optional<OidcIssuer> issuer(YamlMapping yaml) {
        var issuer = yaml.required("issuer", text -> {
            URI url = safeUrl(text);
            if (url.getRawQuery() != null || url.getRawFragment() != null) {
                throw new InvalidValue("must be a URL without query and fragment");
            }
            return text;
        });
        var audience = yaml.required("audience", ValueParser.text(255));
        var keys = yaml.optional("jwks_url", AgentsFile::safeUrl);
        var claim = yaml.optional("subject_claim", "sub", CLAIM);
        var lifetime = yaml.optional(
                "max_lifetime", USUAL_LIFETIME, ValueParser.duration(Duration.ofMinutes(1), Duration.ofDays(1)));
        return yaml.build(() -> new OidcIssuer(issuer.get(), audience.get(), keys.get(), claim.get(), lifetime.get()));
    }

    private static Optional<WebhookTarget> push(YamlMapping yaml) {
        // The gateway sends tokens there.
        var url = yaml.required("url", text -> {
            URI safe = safeUrl(text);
            if (safe.getRawFragment() != null) {
                throw new InvalidValue("must be a URL without a fragment");
            }
            return safe;
        });
        var secrets = yaml.requiredList("secrets", node -> node.scalar(SigningSecret.parser()));
        var timeout = yaml.optional(
                "timeout", PUSH_TIMEOUT, ValueParser.duration(Duration.ofMillis(100), Duration.ofMinutes(1)));
        return yaml.build(() -> new WebhookTarget(url.get(), secrets.get(), timeout.get(), Map.of()));
    }

    private static URI safeUrl(String text) throws InvalidValue {
        URI url = ValueParser.httpUrl().parse(text);
        if (!OidcIssuer.isSafe(url)) {
            throw new InvalidValue("must be an https URL, or an http URL of this machine");
        }
        return url;
    }

    private static Set<Role> orTriage(List<Role> roles) {
        return roles.isEmpty() ? Set.of(Role.TRIAGE) : Set.copyOf(roles);
    }
}
