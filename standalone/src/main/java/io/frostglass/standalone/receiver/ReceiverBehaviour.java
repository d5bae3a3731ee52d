package io.frostglass.standalone.receiver;

import java.time.Duration;

/// How a receiver answers an alert whose signature is right.
public sealed interface ReceiverBehaviour {

    /// 204, at once.
    record AnswersAtOnce() implements ReceiverBehaviour {}

    /// 204, after a while.
    record Slow(Duration delay) implements ReceiverBehaviour {}

    /// This status, and the alert is not taken.
    record Failing(int status) implements ReceiverBehaviour {}

    /// Closes the connection without an answer, and the alert is not taken. For a refused connection, close the
    /// receiver.
    record HangsUp() implements ReceiverBehaviour {}
}
