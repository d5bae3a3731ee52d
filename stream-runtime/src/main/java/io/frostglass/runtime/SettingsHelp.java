package io.frostglass.runtime;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;

/// The documentation of an application's settings, made from their definition.
public final class SettingsHelp {

    private SettingsHelp() {}

    /// For a terminal.
    static String of(ConfigDef definition) {
        var text = new StringBuilder("%nSettings (those of Kafka's clients are passed on to them):%n");
        for (ConfigKey key : keys(definition)) {
            text.append("  %s%n      %s %s%n".formatted(key.name, escape(key.documentation), escape(standard(key))));
        }
        return text.toString().formatted();
    }

    /// A Markdown table, for the README.
    public static String markdown(ConfigDef definition) {
        var table = new StringBuilder("| setting | default | meaning |\n|---|---|---|\n");
        for (ConfigKey key : keys(definition)) {
            String value = key.hasDefault() ? "`" + key.defaultValue + "`" : "required";
            table.append("| `%s` | %s | %s |%n"
                    .formatted(
                            key.name,
                            value.equals("``") || value.equals("`null`") ? "none" : value,
                            key.documentation));
        }
        return table.toString();
    }

    private static List<ConfigKey> keys(ConfigDef definition) {
        return new ArrayList<>(definition.configKeys().values());
    }

    private static String standard(ConfigKey key) {
        return key.hasDefault() ? "Default: " + key.defaultValue + "." : "Required.";
    }

    private static String escape(String text) {
        return text.replace("%", "%%");
    }
}
