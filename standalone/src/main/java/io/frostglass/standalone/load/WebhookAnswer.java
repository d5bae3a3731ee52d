package io.frostglass.standalone.load;

/// The final answer to a webhook, after so many attempts.
public sealed interface WebhookAnswer {

    /// 202: it is on the topic.
    ///
    /// @param duplicate whether it had been there before
    record AcceptedAnswer(String eventId, boolean duplicate, int attempts) implements WebhookAnswer {}

    /// An answer after which a camera does not send again, such as 401.
    record RejectedAnswer(int status, int attempts) implements WebhookAnswer {}

    /// No answer, or only 429 and 503, until the client's patience ended. Whether the event is on the topic is
    /// unknown.
    ///
    /// @param why such as `status 503` or `no answer`
    record GaveUp(String why, int attempts) implements WebhookAnswer {}
}
