package io.frostglass.runtime;

import java.util.Map;
import org.apache.kafka.streams.errors.DefaultProductionExceptionHandler;

/// As [FailedProcessing], for a record that cannot be serialised or written.
public final class FailedWriting extends DefaultProductionExceptionHandler {

    @Override
    public void configure(Map<String, ?> configs) {
        // It would learn here where dead letters go.
    }
}
