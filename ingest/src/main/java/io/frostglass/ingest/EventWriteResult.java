package io.frostglass.ingest;

/// What came of an event at the log.
sealed interface EventWriteResult {

    /// It is on the topic, acknowledged by all replicas in sync.
    record Fresh() implements EventWriteResult {}

    /// It had been there before, and was not written again.
    record AlreadyWritten() implements EventWriteResult {}

    /// It is not, or it is not known whether it is: the camera should send it again later.
    record NotWritten() implements EventWriteResult {}
}
