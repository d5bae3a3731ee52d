package io.frostglass.runtime;

import io.frostglass.settings.SecretReferences;
import io.frostglass.settings.UnresolvedReference;
import io.frostglass.topics.SerdeFactory;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.utils.Utils;

/// An application's settings: a `.properties` file, checked against a [ConfigDef].
///
/// A value in the file precedes the default. References `${env:NAME}` and `${file:PATH}` are resolved in every value.
/// Settings of Kafka's clients are passed on to them. Any other unknown setting is an error, as it may be misspelt.
public final class ApplicationSettings {

    private final Map<String, String> given;
    private final Map<String, Object> values;

    private ApplicationSettings(Map<String, String> given, Map<String, Object> values) {
        this.given = given;
        this.values = values;
    }

    /// @throws InvalidSettings if the file cannot be read; or with every wrong setting
    public static ApplicationSettings read(Path file, ConfigDef definition) {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidSettings(file.toString(), List.of("cannot be read as a .properties file"));
        }
        var map = new HashMap<String, String>();
        properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
        return check(file.toString(), map, definition);
    }

    /// @throws InvalidSettings with every wrong setting
    public static ApplicationSettings of(Map<String, String> properties, ConfigDef definition) {
        return check("settings", properties, definition);
    }

    private static ApplicationSettings check(String source, Map<String, String> raw, ConfigDef definition) {
        var problems = new ArrayList<String>();
        var resolved = new HashMap<String, String>();
        var references = SecretReferences.ofProcess();
        // Sorted: the same file gives the same report.
        new TreeMap<>(raw).forEach((name, value) -> {
            if (!definition.names().contains(name) && !KafkaSettings.isOne(name)) {
                problems.add(name + ": no such setting");
                return;
            }
            try {
                resolved.put(name, references.resolve(value));
            } catch (UnresolvedReference e) {
                problems.add(name + ": " + e.what());
            }
        });
        for (ConfigValue checked : definition.validate(resolved)) {
            if (problems.stream().noneMatch(p -> p.startsWith(checked.name() + ":"))) {
                checked.errorMessages().stream()
                        .limit(1)
                        .map(message -> describe(checked.name(), message, raw, resolved))
                        .forEach(problems::add);
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidSettings(source, problems);
        }
        return new ApplicationSettings(resolved, definition.parse(resolved));
    }

    /// Kafka's messages repeat the value. A value from a reference may be a secret, so it is left out.
    private static String describe(String name, String message, Map<String, String> raw, Map<String, String> resolved) {
        String written = raw.get(name);
        String value = resolved.get(name);
        boolean referenced = written != null && value != null && !written.equals(value) && !value.isEmpty();
        return name + ": " + (referenced ? message.replace(value, written) : message);
    }

    public String string(String name) {
        return value(name, String.class);
    }

    /// The value of an optional setting; a blank one counts as not set.
    public Optional<String> optional(String name) {
        return Optional.ofNullable((String) values.get(name)).filter(text -> !text.isBlank());
    }

    public int integer(String name) {
        return value(name, Integer.class);
    }

    public boolean bool(String name) {
        return value(name, Boolean.class);
    }

    /// A setting in milliseconds (a `LONG` whose name ends in `.ms`).
    public Duration duration(String name) {
        return Duration.ofMillis(value(name, Long.class));
    }

    public Path path(String name) {
        return Path.of(string(name));
    }

    public List<String> list(String name) {
        return ((List<?>) value(name, List.class)).stream().map(String::valueOf).toList();
    }

    public String secret(String name) {
        return value(name, Password.class).value();
    }

    private <T> T value(String name, Class<T> type) {
        Object value = values.get(name);
        if (value == null) {
            throw new ConfigException(name + " has no value");
        }
        return type.cast(value);
    }

    /// The settings for a Kafka client. Those with the prefix precede those without.
    ///
    /// @param prefix `producer.`, `consumer.` or `admin.`
    public Map<String, Object> kafka(String prefix) {
        return KafkaSettings.forClient(given, prefix);
    }

    /// The settings for Kafka Streams, which knows the prefixes.
    Map<String, Object> kafkaStreams() {
        return KafkaSettings.forStreams(given);
    }

    /// New serdes of the application's topics, of the class that `serde.factory` names. The caller closes them.
    public SerdeFactory serdes() {
        try {
            SerdeFactory factory = Utils.newInstance(string(CommonSettings.SERDE_FACTORY), SerdeFactory.class);
            factory.configure(all());
            return factory;
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("no class for " + CommonSettings.SERDE_FACTORY, e);
        }
    }

    /// All settings, for a [org.apache.kafka.common.Configurable].
    Map<String, Object> all() {
        var all = new HashMap<String, Object>(given);
        values.forEach((name, value) -> {
            if (value != null) {
                all.put(name, value);
            }
        });
        return all;
    }
}
