package io.frostglass.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// Tokens made with npm's jose, each with the expected result.
final class Scenarios {

    /// Ten seconds after the tokens were issued, unless a scenario says otherwise.
    static final Instant NOW = Instant.parse("2026-01-18T12:35:06Z");

    private Scenarios() {}

    /// One case; prints as its name.
    record Scenario(Map<?, ?> values) {

        String text(String key) {
            return (String) Objects.requireNonNull(values.get(key), key);
        }

        boolean has(String key) {
            return values.containsKey(key);
        }

        String event() {
            return has("event") ? text("event") : "evt-1";
        }

        Instant now() {
            return values.get("now") instanceof Number seconds ? Instant.ofEpochSecond(seconds.longValue()) : NOW;
        }

        @Override
        public String toString() {
            return text("name");
        }
    }

    static Stream<Scenario> all() {
        var settings = LoadSettings.builder().build();
        var list = (List<?>) new Load(settings).loadFromString(resource("tokens.yaml"));
        return list.stream().map(entry -> new Scenario((Map<?, ?>) entry));
    }

    static String keySet() {
        return resource("keys.json");
    }

    private static String resource(String file) {
        try (var in = Objects.requireNonNull(Scenarios.class.getResourceAsStream("/scenarios/" + file), file)) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
