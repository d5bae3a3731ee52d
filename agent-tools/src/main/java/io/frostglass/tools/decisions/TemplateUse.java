package io.frostglass.tools.decisions;

import java.util.Map;

/// What an agent sends instead of words.
///
/// @param reference `name`, or `name@version`
/// @param variables what it fills in
public record TemplateUse(String reference, Map<String, String> variables) {

    public TemplateUse {
        variables = Map.copyOf(variables);
    }

    @Override
    public String toString() {
        return "TemplateUse[redacted]";
    }
}
