package io.frostglass.standalone.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/// The rules by which the demo's agent decides. The same event always gets the same decision.
final class TriageRules {

    private static final double SURE = 0.5;

    private TriageRules() {}

    /// A decision.
    ///
    /// @param severity empty for a dismissal
    /// @param template name of the gateway's template for the words
    /// @param variables of the template
    record TriageVerdict(String severity, String template, Map<String, String> variables) {
        boolean isAlert() {
            return !severity.isEmpty();
        }

        String summary() {
            return template + " " + String.join(", ", variables.values());
        }
    }

    /// Decides about an event in the form that agents get.
    static TriageVerdict decide(JsonNode event) {
        return switch (event.path("known_pattern").path("verdict").asText()) {
            case "safe" -> new TriageVerdict("", "nothing-of-note", Map.of("cause", "known pattern"));
            case "unsafe" -> new TriageVerdict("error", "known-unsafe", Map.of());
            default ->
                seesPerson(event)
                        ? new TriageVerdict(
                                "warning",
                                "seen",
                                Map.of("label", "person", "place", "in view", "count", "unclear how many"))
                        : new TriageVerdict("", "nothing-of-note", Map.of("cause", "no person"));
        };
    }

    private static boolean seesPerson(JsonNode event) {
        for (JsonNode label : event.path("labels")) {
            if (label.path("label").asText().equals("person")
                    && label.path("confidence").asDouble(1) >= SURE) {
                return true;
            }
        }
        return false;
    }
}
