package io.frostglass.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/// The result of a tool call.
public sealed interface ToolResult {

    /// The tool did its work.
    ///
    /// @param content by the output schema of the tool
    /// @param thumbnail a JPEG in base64
    record ToolDone(ObjectNode content, Optional<String> thumbnail) implements ToolResult {
        @Override
        public String toString() {
            // The content holds tokens.
            return "Done";
        }
    }

    /// The tool did nothing.
    ///
    /// @param advice for the agent: what is wrong, and what to do now
    record ToolFailed(String advice) implements ToolResult {}
}
