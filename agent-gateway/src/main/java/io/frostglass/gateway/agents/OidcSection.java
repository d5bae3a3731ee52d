package io.frostglass.gateway.agents;

import io.frostglass.settings.InvalidValue;
import io.frostglass.settings.ValueParser;
import io.frostglass.settings.YamlMapping;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Reads the section `oidc` of the agents file.
final class OidcSection {

    /// Providers give an hour and a half by themselves.
    private static final Duration USUAL_LIFETIME = Duration.ofHours(2);

    private static final ValueParser<String> CLAIM =
            ValueParser.oneOf(Map.of("sub", "sub", "client_id", "client_id", "azp", "azp"));

    private OidcSection() {}

    static Optional<OidcIssuer> read(YamlMapping yaml) {
        var issuer = yaml.required("issuer", text -> {
            URI url = safe(text);
            if (url.getRawQuery() != null || url.getRawFragment() != null) {
                throw new InvalidValue("must be a URL without query and fragment");
            }
            return text;
        });
        var audience = yaml.required("audience", ValueParser.text(255));
        var keys = yaml.optional("jwks_url", OidcSection::safe);
        var claim = yaml.optional("subject_claim", "sub", CLAIM);
        var lifetime = yaml.optional(
                "max_lifetime", USUAL_LIFETIME, ValueParser.duration(Duration.ofMinutes(1), Duration.ofDays(1)));
        return yaml.build(() -> new OidcIssuer(issuer.get(), audience.get(), keys.get(), claim.get(), lifetime.get()));
    }

    private static URI safe(String text) throws InvalidValue {
        URI url = ValueParser.httpUrl().parse(text);
        if (!OidcIssuer.isSafe(url)) {
            throw new InvalidValue("must be an https URL, or one of this machine");
        }
        return url;
    }
}
