package io.frostglass.tools.decisions;

import java.util.List;
import java.util.Optional;

/// What an agent says of its decision beside it. It is recorded, and nothing follows from it.
///
/// @param confidence how sure its model is, 0 to 1, in hundredths
/// @param prompt by which version of which prompt it worked, such as `triage@2`
/// @param references ids of other events that it names, at most [DecisionBody#MAX_REFERENCES]
public record DecisionMetadata(Optional<Double> confidence, Optional<String> prompt, List<String> references) {

    /// It says nothing.
    public static final DecisionMetadata NONE = new DecisionMetadata(Optional.empty(), Optional.empty(), List.of());

    public DecisionMetadata {
        references = List.copyOf(references);
    }
}
