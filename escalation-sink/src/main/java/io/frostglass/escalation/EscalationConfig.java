package io.frostglass.escalation;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.NO_DEFAULT_VALUE;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.CommonSettings;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;

/// The settings of escalation-sink.
///
/// @param rulesFile rules, and names of receivers; read again when it changes
/// @param routesFile routes; read again when it changes; empty: each alert is an incident of its own
record EscalationConfig(Path rulesFile, Optional<Path> routesFile) {

    private static final String RULES_FILE = "rules.file";

    private static final String ROUTES_FILE = "routes.file";

    static final ConfigDef DEFINITION = CommonSettings.definition(8088)
            .define(
                    RULES_FILE,
                    STRING,
                    NO_DEFAULT_VALUE,
                    HIGH,
                    "YAML file with the rules and the names of the receivers; read again when it changes.")
            .define(
                    ROUTES_FILE,
                    STRING,
                    "",
                    MEDIUM,
                    "YAML file with the routes, which make incidents of alerts; read again when it changes. Empty: each"
                            + " alert is an incident of its own, and goes out at once.");

    static EscalationConfig of(ApplicationSettings settings) {
        return new EscalationConfig(
                settings.path(RULES_FILE), settings.optional(ROUTES_FILE).map(Path::of));
    }
}
