package io.frostglass.tokens;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// Test cases from a file with a list of mappings.
final class Scenarios {

    private Scenarios() {}

    /// One case; prints as its name.
    record Scenario(Map<?, ?> values) {

        String text(String key) {
            return (String) Objects.requireNonNull(values.get(key), key);
        }

        boolean has(String key) {
            return values.containsKey(key);
        }

        @Override
        public String toString() {
            return text("name");
        }
    }

    static Stream<Scenario> of(String file) {
        try (var in = Objects.requireNonNull(Scenarios.class.getResourceAsStream("/scenarios/" + file), file)) {
            var settings =
                    LoadSettings.builder().setMaxAliasesForCollections(100).build();
            var list = (List<?>) new Load(settings).loadFromInputStream(in);
            return list.stream().map(entry -> new Scenario((Map<?, ?>) entry));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
