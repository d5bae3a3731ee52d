package io.frostglass.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// Cases that are data: a file with a list of mappings.
public final class Scenarios {

    private Scenarios() {}

    /// One case; prints as its name.
    public record Scenario(Map<?, ?> values) {

        public String text(String key) {
            return (String) Objects.requireNonNull(values.get(key), key);
        }

        public boolean has(String key) {
            return values.containsKey(key);
        }

        @Override
        public String toString() {
            return text("name");
        }
    }

    public static Stream<Scenario> of(String file) {
        try (var in = Objects.requireNonNull(Scenarios.class.getResourceAsStream("/scenarios/" + file), file)) {
            var list = (List<?>) new Load(LoadSettings.builder().build()).loadFromInputStream(in);
            return list.stream().map(entry -> new Scenario((Map<?, ?>) entry));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
