package io.frostglass.escalation;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.NO_DEFAULT_VALUE;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.CommonSettings;
import java.nio.file.Path;
import org.apache.kafka.common.config.ConfigDef;

/// The settings of escalation-sink.
///
/// @param rulesFile rules, and names of receivers; read again when it changes
record EscalationConfig(Path rulesFile) {

    private static final String RULES_FILE = "rules.file";

    static final ConfigDef DEFINITION = CommonSettings.definition(8088)
            .define(
                    RULES_FILE,
                    STRING,
                    NO_DEFAULT_VALUE,
                    HIGH,
                    "YAML file with the rules and the names of the receivers; read again when it changes.");

    static EscalationConfig of(ApplicationSettings settings) {
        return new EscalationConfig(settings.path(RULES_FILE));
    }
}
