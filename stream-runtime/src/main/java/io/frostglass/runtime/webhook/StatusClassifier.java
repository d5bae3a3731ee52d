package io.frostglass.runtime.webhook;

import java.time.Instant;
import java.util.Optional;

/// What a status code means for what was posted (RFC 9110, Standard Webhooks): 2xx is delivered; a 4xx is final,
/// but for those that speak of time (408, 425, 429); everything else may be different next time, redirects too,
/// which are not followed.
final class StatusClassifier {

    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_EARLY = 425;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private StatusClassifier() {}

    /// @param retryAfter the header, if there was one
    static WebhookResult answer(int status, Optional<String> retryAfter, Instant now) {
        String reason = "status " + status;
        return switch (status) {
            case REQUEST_TIMEOUT, TOO_EARLY -> new WebhookResult.TemporaryFailure(reason, null);
            case TOO_MANY_REQUESTS, UNAVAILABLE ->
                new WebhookResult.TemporaryFailure(
                        reason,
                        retryAfter.flatMap(text -> RetryAfter.parse(text, now)).orElse(null));
            default -> {
                if (status >= 200 && status < 300) {
                    yield new WebhookResult.Delivered();
                }
                yield status >= 400 && status < 500
                        ? new WebhookResult.PermanentFailure(status)
                        : new WebhookResult.TemporaryFailure(reason, null);
            }
        };
    }
}
