package io.frostglass.escalation.rules;

import io.frostglass.settings.InvalidDocument;
import io.frostglass.settings.SecretReferences;
import java.util.Optional;

/// Rules files that must be right as a whole.
public final class TestRules {

    private TestRules() {}

    public static RuleSet parse(String text) throws InvalidDocument {
        return parse(text, SecretReferences.ofProcess());
    }

    /// @throws InvalidDocument with all problems, by line
    static RuleSet parse(String text, SecretReferences references) throws InvalidDocument {
        var document = RulesFile.read(text, references, Optional.empty());
        if (!document.problems().isEmpty()) {
            throw new InvalidDocument(document.problems());
        }
        return document.value();
    }
}
