package io.frostglass.topics.registry;

import org.apache.kafka.common.errors.RetriableException;

/// The registry gave no usable answer: it is down, overloaded, or another program answers at its address. A later
/// try may succeed.
public final class RegistryAwayException extends RetriableException {

    private static final long serialVersionUID = 1L;

    /// @param message without a payload and without text from the registry
    public RegistryAwayException(String message) {
        super(message);
    }

    /// @param message without a payload and without text from the registry
    public RegistryAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
