package io.frostglass.standalone.agent;

import com.fasterxml.jackson.databind.JsonNode;

/// How the demo's agent decides: by rules, so that the same event is always decided alike.
final class TriageRules {

    private static final double SURE = 0.5;

    private TriageRules() {}

    /// What it thinks of an event.
    ///
    /// @param severity empty for a dismissal
    record Verdict(String severity, String summary) {
        boolean isAlert() {
            return !severity.isEmpty();
        }
    }

    /// Decides about an event as agents get it.
    static Verdict decide(JsonNode event) {
        JsonNode pattern = event.path("known_pattern");
        return switch (pattern.path("verdict").asText()) {
            case "safe" ->
                new Verdict("", "Known scene: " + pattern.path("name").asText());
            case "unsafe" ->
                new Verdict("error", "Known as unsafe: " + pattern.path("name").asText());
            default ->
                seesPerson(event) ? new Verdict("warning", "A person is there") : new Verdict("", "No person is there");
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
