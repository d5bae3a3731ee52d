package io.frostglass.gateway.decisions;

/// What came of something at the log.
public sealed interface WriteResult {

    /// It is on its topic, acknowledged by all replicas in sync.
    record Durable() implements WriteResult {}

    /// It is not, or it is not known whether it is.
    record NotDurable() implements WriteResult {}
}
