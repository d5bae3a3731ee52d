package io.frostglass.tools;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What an agent did wrong at a place that the gateway does not see: the body of `POST /v1/reports`. It holds nothing
/// that the agent said.
///
/// @param tool the tool that the agent called, or [#NO_TOOL]
/// @param eventId the event that it was about, if that is known
public record MisuseReport(Kind kind, String tool, Optional<String> eventId) {

    /// Stands for a tool that does not exist, and for a request that called no tool.
    public static final String NO_TOOL = "none";

    /// What the agent did.
    public enum Kind {
        /// It asked for raw media.
        RAW_MEDIA,
        /// It called a tool with wrong arguments.
        ARGUMENTS,
        /// It made a decision that cannot be read.
        BODY;

        public static Optional<Kind> named(String code) {
            return Arrays.stream(values())
                    .filter(kind -> kind.code().equals(code))
                    .findFirst();
        }

        /// The word for the report and the audit log.
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
