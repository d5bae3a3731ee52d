package io.frostglass.runtime;

import java.util.Map;
import org.apache.kafka.streams.errors.LogAndFailProcessingExceptionHandler;

/// A fault of ours in a step ends the thread, as with Kafka's own handler, and writes nothing. Kafka's would send the
/// record and the stack trace to the application's dead letters, in the transaction that it then aborts: who reads
/// uncommitted sees them, and not every source of an application is in the zone of its dead letters.
public final class FailedProcessing extends LogAndFailProcessingExceptionHandler {

    @Override
    public void configure(Map<String, ?> configs) {
        // It would learn here where dead letters go.
    }
}
