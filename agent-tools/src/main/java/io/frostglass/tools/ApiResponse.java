package io.frostglass.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// What the gateway answers to an agent, the same over HTTP and MCP.
public sealed interface ApiResponse {

    /// What the agent asked for, as the HTTP API has it.
    record Given(ObjectNode body) implements ApiResponse {
        @Override
        public String toString() {
            // Tokens are in it.
            return "Given";
        }
    }

    /// The gateway does not do it.
    record Declined(Refusal refusal) implements ApiResponse {

        public static Declined because(ProblemType type) {
            return new Declined(Refusal.of(type));
        }

        public ProblemType type() {
            return refusal.type();
        }
    }
}
