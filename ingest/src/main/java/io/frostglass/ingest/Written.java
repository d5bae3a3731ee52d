package io.frostglass.ingest;

/// What came of an event at the log.
sealed interface Written {

    /// It is on the topic, acknowledged by all replicas in sync.
    record Fresh() implements Written {}

    /// It had been there before, and was not written again.
    record Repeated() implements Written {}

    /// It is not, or it is not known whether it is: the camera should send it again later.
    record Unavailable() implements Written {}
}
