package io.frostglass.testsupport;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/// One case of a YAML file. A test report shows it by its `name`.
///
/// @param values the case as the file has it
public record Scenario(Map<?, ?> values) {

    public Scenario {
        Objects.requireNonNull(values.get("name"), "a scenario without a name");
    }

    /// A text of the case.
    ///
    /// @throws NullPointerException if the case has no such key
    public String text(String key) {
        return (String) Objects.requireNonNull(values.get(key), key);
    }

    /// A list of texts of the case.
    ///
    /// @throws NullPointerException if the case has no such key
    public List<String> texts(String key) {
        return ScenarioReader.texts(values, key);
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    @Override
    public String toString() {
        return text("name");
    }
}
