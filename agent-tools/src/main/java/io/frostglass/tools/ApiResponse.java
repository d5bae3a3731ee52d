package io.frostglass.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// The gateway's response to an agent, the same over HTTP, MCP and files.
public sealed interface ApiResponse {

    /// The gateway did what the agent asked for.
    ///
    /// @param body as in the HTTP API
    record Given(ObjectNode body) implements ApiResponse {
        @Override
        public String toString() {
            // The body holds tokens.
            return "Given";
        }
    }

    /// The gateway did not.
    record Declined(Refusal refusal) implements ApiResponse {

        public static Declined because(ProblemType type) {
            return new Declined(Refusal.of(type));
        }

        public ProblemType type() {
            return refusal.type();
        }
    }
}
