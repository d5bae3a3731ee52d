package io.frostglass.encryption;

/// A data key is needed, and is neither there nor erased: a keystore is missing, or is the wrong one. Nothing is wrong
/// with the record, so its reader must stop, and not skip it.
public final class DataKeyUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /// @param message what to do about it, without a key
    public DataKeyUnavailableException(String message) {
        super(message);
    }
}
