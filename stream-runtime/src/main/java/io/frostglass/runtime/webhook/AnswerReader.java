package io.frostglass.runtime.webhook;

/// Tells what an answer of a receiver's API means.
public interface AnswerReader {

    /// For receivers whose status says everything: the result is known as soon as the headers are there.
    AnswerReader BY_STATUS = new AnswerReader() {
        @Override
        public boolean needsBody(int status) {
            return false;
        }

        @Override
        public WebhookResult read(ReceivedAnswer answer) {
            return answer.byStatus();
        }
    };

    /// Whether the body matters with this status. If so, an answer whose body breaks off is a failure.
    boolean needsBody(int status);

    WebhookResult read(ReceivedAnswer answer);
}
