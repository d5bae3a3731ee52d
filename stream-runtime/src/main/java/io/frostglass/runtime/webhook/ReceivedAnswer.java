package io.frostglass.runtime.webhook;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a receiver answered.
///
/// @param status of HTTP
/// @param retryAfter the pause that its `Retry-After` asks for, in either form (RFC 9110, 10.2.3); null without one
/// @param body the beginning of the body, as UTF-8; empty if the reader did not ask for it. Not to be logged
public record ReceivedAnswer(int status, @Nullable Duration retryAfter, String body) {

    /// The result by the status alone. RFC 9110 and Standard Webhooks: 2xx is delivered; 4xx is permanent, but for 408,
    /// 425 and 429, which depend on the time; all others are temporary, redirects included: they are not followed.
    public WebhookResult byStatus() {
        return switch (status) {
            case 408, 425 -> new WebhookResult.TemporaryFailure("status " + status, null);
            case 429, 503 -> new WebhookResult.TemporaryFailure("status " + status, retryAfter);
            default -> {
                if (status >= 200 && status < 300) {
                    yield new WebhookResult.Delivered();
                }
                yield status >= 400 && status < 500
                        ? new WebhookResult.PermanentFailure(status)
                        : new WebhookResult.TemporaryFailure("status " + status, null);
            }
        };
    }

    @Override
    public String toString() {
        return "ReceivedAnswer[status=" + status + "]";
    }
}
