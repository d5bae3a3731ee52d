package io.frostglass.topics.registry;

import org.apache.kafka.common.errors.RetriableException;

/// The registry gave no usable answer: it is down, overloaded, or something else answers at its address. Nothing is
/// wrong with the record or the schema; the same may work later.
public final class RegistryAwayException extends RetriableException {

    private static final long serialVersionUID = 1L;

    /// @param message in our words: no payload, no text of the registry
    public RegistryAwayException(String message) {
        super(message);
    }

    /// @param message in our words: no payload, no text of the registry
    public RegistryAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
