package io.frostglass.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;

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
    ///
    /// @param wrong the field that is wrong, if one is the reason
    /// @param retryAfter how long to wait, if that is known
    record Declined(DeclineReason declineReason, Optional<InvalidField> wrong, Optional<Duration> retryAfter)
            implements ApiResponse {

        public static Declined because(DeclineReason reason) {
            return new Declined(reason, Optional.empty(), Optional.empty());
        }

        public static Declined because(InvalidField field) {
            return new Declined(DeclineReason.WORDS_REFUSED, Optional.of(field), Optional.empty());
        }

        public static Declined until(Duration retryAfter) {
            return new Declined(DeclineReason.TOO_MUCH, Optional.empty(), Optional.of(retryAfter));
        }
    }

    /// A field that is wrong.
    ///
    /// @param what to follow its name; it repeats nothing that the agent sent
    record InvalidField(String field, String what) {}

    /// The reason, and what the agent can do now.
    enum DeclineReason {
        CURSOR_UNKNOWN("This cursor is none that the gateway gave. Call list_events without cursor to begin again."),
        CURSOR_GONE("Events after this cursor are no longer held. Call list_events without cursor to begin again."),
        NO_SUCH_EVENT("There is no such event to see now: it has expired, or the id is wrong. Call list_events."),
        /// One answer for every reason; the audit log has the reason.
        TOKEN_REFUSED(
                "The event token does not allow this. It is good once, for its own event, for five minutes at most."
                        + " If the event was decided, there is nothing to do; else call get_event for its token, or go on with"
                        + " the next event."),
        /// The content is wrong, and the gateway does not say where.
        NOT_ACCEPTED(
                "The gateway did not accept what was said. Change the arguments as the tool's description has them."),
        /// The summary, the template or the references are wrong; the token is still good.
        WORDS_REFUSED(
                "Nothing was decided, and the token is still good. Correct it, a template as list_templates has it, and call"
                        + " again."),
        PAUSED("Somebody has paused this agent. Stop, and try again in some minutes."),
        NOT_NOW("This agent may come at other hours. Stop, and try again later; tell the person who runs you."),
        TOO_MUCH("That is more than this agent may read or decide in so short a time. Wait a minute, and go on then."),
        BUSY("Too many wait for events. Call list_events again in a few seconds, with a smaller wait."),
        UNAVAILABLE("The gateway cannot answer now. Try again in a few seconds."),
        KEY_REFUSED(
                "The gateway does not know this API key, or the key is not for this. Tell the person who runs you.");

        private final String advice;

        DeclineReason(String advice) {
            this.advice = advice;
        }

        /// The text for the agent.
        public String advice() {
            return advice;
        }
    }
}
