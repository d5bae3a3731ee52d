package io.frostglass.runtime.webhook;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What came of one attempt. Reasons are words of ours and a status code, never the receiver's text or address.
public sealed interface WebhookResult {

    /// 2xx: it has it.
    record Delivered() implements WebhookResult {}

    /// It will not take this one, however often it is asked.
    record PermanentFailure(int status) implements WebhookResult {

        private static final int GONE = 410;

        public String reason() {
            return "status " + status;
        }

        /// Whether it asks for no more at all, as Standard Webhooks has it.
        public boolean isForAll() {
            return status == GONE;
        }
    }

    /// It did not take it this time.
    ///
    /// @param retryAfter how long it asked to be left alone
    record TemporaryFailure(String reason, @Nullable Duration retryAfter) implements WebhookResult {}
}
