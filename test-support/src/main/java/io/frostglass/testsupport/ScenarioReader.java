package io.frostglass.testsupport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// Reads test cases and other test data from YAML files on the class path. A file with another shape than the method
/// expects makes the test fail.
public final class ScenarioReader {

    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setMaxAliasesForCollections(200).build();

    private ScenarioReader() {}

    /// The cases of a file in `/scenarios`: a list of mappings, each with a `name`.
    public static Stream<Scenario> of(String file) {
        return list("/scenarios/" + file).map(Scenario::new);
    }

    /// A file that is one mapping.
    public static Map<?, ?> map(String resource) {
        return (Map<?, ?>) load(resource);
    }

    /// A file that is a list of mappings.
    public static Stream<Map<?, ?>> list(String resource) {
        return ((List<?>) load(resource)).stream().map(entry -> (Map<?, ?>) entry);
    }

    /// A file that is a list of texts.
    @SuppressWarnings("unchecked") // another type fails where it is used
    public static List<String> texts(String resource) {
        return (List<String>) load(resource);
    }

    /// A list of texts in a mapping.
    @SuppressWarnings("unchecked") // another type fails where it is used
    public static List<String> texts(Map<?, ?> of, String key) {
        return (List<String>) Objects.requireNonNull(of.get(key), key);
    }

    /// The text of a file that need not be YAML.
    public static String text(String resource) {
        try (var in = Objects.requireNonNull(ScenarioReader.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object load(String resource) {
        return Objects.requireNonNull(new Load(SETTINGS).loadFromString(text(resource)), resource);
    }
}
