package io.frostglass.tools.decisions;

import java.util.Map;

/// A template that an agent uses in place of words of its own.
///
/// @param reference `name`, or `name@version`
/// @param variables the values that the agent fills in
public record TemplateUse(String reference, Map<String, String> variables) {

    public TemplateUse {
        variables = Map.copyOf(variables);
    }

    @Override
    public String toString() {
        return "TemplateUse[redacted]";
    }
}
