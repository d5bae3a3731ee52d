package io.frostglass.tools.decisions;

import java.util.List;
import java.util.Optional;

/// Facts that an agent adds to a decision. The gateway records them; they change nothing.
///
/// @param confidence of its model, 0 to 1, in hundredths
/// @param prompt name and version of the prompt that it worked by, such as `triage@2`
/// @param references ids of other events, at most [DecisionBody#MAX_REFERENCES]
public record DecisionMetadata(Optional<Double> confidence, Optional<String> prompt, List<String> references) {

    public static final DecisionMetadata NONE = new DecisionMetadata(Optional.empty(), Optional.empty(), List.of());

    public DecisionMetadata {
        references = List.copyOf(references);
    }
}
