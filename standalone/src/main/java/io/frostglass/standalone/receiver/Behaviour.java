package io.frostglass.standalone.receiver;

import java.time.Duration;

/// How a receiver answers an alert whose signature is right.
public sealed interface Behaviour {

    /// 204, at once.
    record Up() implements Behaviour {}

    /// 204, after a while.
    record Slow(Duration delay) implements Behaviour {}

    /// This status, and the alert is not taken.
    record Failing(int status) implements Behaviour {}

    /// Hangs up without an answer, and the alert is not taken. For a refused connection, close the receiver.
    record Down() implements Behaviour {}
}
