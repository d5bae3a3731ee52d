package io.frostglass.runtime.webhook;

import java.time.Duration;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/// The result of one attempt. Its reason is a fixed word or a status code, never the receiver's text or address.
public sealed interface WebhookResult {

    /// 2xx: the receiver has it.
    ///
    /// @param reference by which the receiver finds it later; empty if its answer names none
    record Delivered(String reference) implements WebhookResult {

        public Delivered() {
            this("");
        }
    }

    /// The receiver refuses this content for good.
    ///
    /// @param reason a fixed word
    record PermanentFailure(int status, String reason) implements WebhookResult {

        public PermanentFailure(int status) {
            this(status, "status " + status);
        }

        /// Whether the receiver asks for no more webhooks at all (410, Standard Webhooks).
        public boolean isForAll() {
            return status == HttpStatus.GONE_410;
        }
    }

    /// The receiver may take it later.
    ///
    /// @param retryAfter the pause that the receiver asks for
    record TemporaryFailure(String reason, @Nullable Duration retryAfter) implements WebhookResult {}
}
