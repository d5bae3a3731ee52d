package io.frostglass.standalone.load;

/// How a webhook ended.
public sealed interface WebhookAnswer {

    /// How often it was sent, from 1.
    int attempts();

    /// 202: it is on the topic.
    ///
    /// @param duplicate whether it had been there before
    record AcceptedAnswer(String eventId, boolean duplicate, int attempts) implements WebhookAnswer {}

    /// An answer that trying again would not change, such as 401.
    record RejectedAnswer(int status, int attempts) implements WebhookAnswer {}

    /// No answer, or only 429 and 503, for as long as the client is patient. Whether the event is on the topic is
    /// not known.
    ///
    /// @param why such as `status 503` or `no answer`
    record GaveUp(String why, int attempts) implements WebhookAnswer {}
}
