package io.frostglass.gateway;

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

    /// A file that is one mapping.
    public static Map<?, ?> map(String resource) {
        try (var in = Objects.requireNonNull(Scenarios.class.getResourceAsStream(resource), resource)) {
            return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromInputStream(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A file that is a list of mappings.
    public static Stream<Map<?, ?>> list(String resource) {
        try (var in = Objects.requireNonNull(Scenarios.class.getResourceAsStream(resource), resource)) {
            var list = (List<?>) new Load(LoadSettings.builder().build()).loadFromInputStream(in);
            return list.stream().map(entry -> (Map<?, ?>) entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A file that is a list of texts.
    @SuppressWarnings("unchecked") // anything else fails where it is used
    public static List<String> strings(String resource) {
        try (var in = Objects.requireNonNull(Scenarios.class.getResourceAsStream(resource), resource)) {
            return (List<String>) new Load(LoadSettings.builder().build()).loadFromInputStream(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One of its lists, of texts.
    @SuppressWarnings("unchecked") // anything else fails where it is used
    public static List<String> texts(Map<?, ?> of, String key) {
        return (List<String>) Objects.requireNonNull(of.get(key), key);
    }

    public static Stream<Scenario> of(String file) {
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
