package io.frostglass.verifier;

import io.frostglass.testsupport.Scenario;
import io.frostglass.testsupport.ScenarioReader;
import java.time.Instant;
import java.util.stream.Stream;

/// Tokens that npm's jose made, each with the expected verdict.
final class TokenScenarios {

    /// Ten seconds after the tokens were issued, unless a scenario says otherwise.
    static final Instant NOW = Instant.parse("2026-01-18T12:35:06Z");

    private TokenScenarios() {}

    static Stream<Scenario> all() {
        return ScenarioReader.of("tokens.yaml");
    }

    static String keySet() {
        return ScenarioReader.text("/scenarios/keys.json");
    }

    static String event(Scenario scenario) {
        return scenario.has("event") ? scenario.text("event") : "evt-1";
    }

    static Instant now(Scenario scenario) {
        return scenario.values().get("now") instanceof Number seconds
                ? Instant.ofEpochSecond(seconds.longValue())
                : NOW;
    }
}
