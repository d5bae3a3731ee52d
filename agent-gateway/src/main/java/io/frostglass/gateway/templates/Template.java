package io.frostglass.gateway.templates;

import io.frostglass.agent.AgentSeverity;
import java.util.Map;

/// A text with variables.
///
/// @param name its name
/// @param templateVersion which of that name
/// @param severity the highest severity of an alert with it
/// @param text with variables in braces
/// @param variables those that the agent fills; the others are the event's
public record Template(
        String name,
        TemplateVersion templateVersion,
        AgentSeverity severity,
        String text,
        Map<String, TemplateVariable> variables) {

    public Template {
        variables = Map.copyOf(variables);
    }

    /// How decisions name it.
    public String reference() {
        return name + "@" + templateVersion;
    }
}
