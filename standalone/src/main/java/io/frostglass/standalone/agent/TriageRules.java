package io.frostglass.standalone.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/// How the demo's agent decides: by rules, so that the same event is always decided alike.
final class TriageRules {

    private static final double SURE = 0.5;

    private TriageRules() {}

    /// What it thinks of an event.
    ///
    /// @param severity empty for a dismissal
    /// @param template in which words it says so, of those that come with the gateway
    /// @param variables what is filled in
    record TriageVerdict(String severity, String template, Map<String, String> variables) {
        boolean isAlert() {
            return !severity.isEmpty();
        }

        /// For a line of the console.
        String summary() {
            return template + " " + String.join(", ", variables.values());
        }
    }

    /// Decides about an event as agents get it.
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
