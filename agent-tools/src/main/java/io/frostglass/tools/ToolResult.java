package io.frostglass.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/// What comes of a tool's call.
public sealed interface ToolResult {

    /// It did what it is for.
    ///
    /// @param content as the tool's output schema has it
    /// @param thumbnail a JPEG, in base64
    record ToolDone(ObjectNode content, Optional<String> thumbnail) implements ToolResult {
        @Override
        public String toString() {
            // Tokens are in it.
            return "Done";
        }
    }

    /// It did not.
    ///
    /// @param advice to the agent: what is wrong, and what to do now
    record ToolFailed(String advice) implements ToolResult {}
}
