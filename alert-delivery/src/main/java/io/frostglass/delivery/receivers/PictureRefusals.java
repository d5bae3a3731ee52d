package io.frostglass.delivery.receivers;

import io.frostglass.runtime.webhook.AnswerReader;
import io.frostglass.runtime.webhook.ReceivedAnswer;
import io.frostglass.runtime.webhook.WebhookResult;

/// Reads the answers to a request with a picture: a refusal may be one of the picture alone, so the alert is sent again
/// without it.
record PictureRefusals(AnswerReader answers) implements AnswerReader {

    @Override
    public boolean needsBody(int status) {
        return answers.needsBody(status);
    }

    @Override
    public WebhookResult read(ReceivedAnswer answer) {
        return switch (answers.read(answer)) {
            case WebhookResult.PermanentFailure refused ->
                new WebhookResult.TemporaryFailure(refused.reason() + " with a picture", null);
            case WebhookResult other -> other;
        };
    }
}
