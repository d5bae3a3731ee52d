package io.frostglass.runtime;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.types.Password;

/// Makes the documentation of an application's settings from their definition.
public final class SettingsHelp {

    private SettingsHelp() {}

    /// For a terminal.
    static String of(ConfigDef definition) {
        var text = new StringBuilder("%nSettings (those of Kafka's clients are passed on to them):%n");
        for (ConfigKey key : definition.configKeys().values()) {
            text.append("  %s%n      %s %s%n".formatted(key.name, escape(key.documentation), escape(standard(key))));
        }
        return text.toString().formatted();
    }

    /// A Markdown table of some of the settings.
    ///
    /// @param included whether the setting of this name is in the table
    public static String markdown(ConfigDef definition, Predicate<String> included) {
        var table = new StringBuilder("| setting | default | meaning |\n|---|---|---|\n");
        for (ConfigKey key : definition.configKeys().values()) {
            if (included.test(key.name)) {
                table.append("| `%s` | %s | %s |%n".formatted(key.name, markdownDefault(key), key.documentation));
            }
        }
        return table.toString();
    }

    private static String markdownDefault(ConfigKey key) {
        return key.hasDefault() ? shown(key).map(text -> "`" + text + "`").orElse("none") : "required";
    }

    private static String standard(ConfigKey key) {
        return key.hasDefault()
                ? shown(key).map(text -> "Default: " + text + ".").orElse("")
                : "Required.";
    }

    /// Empty without a default, and for a password.
    private static Optional<String> shown(ConfigKey key) {
        return Optional.ofNullable(key.defaultValue)
                .filter(value -> !(value instanceof Password))
                .map(value -> value instanceof List<?> list
                        ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
                        : value.toString())
                .filter(text -> !text.isEmpty());
    }

    private static String escape(String text) {
        return text.replace("%", "%%");
    }
}
