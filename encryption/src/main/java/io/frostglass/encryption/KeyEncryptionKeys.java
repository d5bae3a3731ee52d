package io.frostglass.encryption;

/// Keys outside of Kafka that wrap data keys: in a keystore, a device, or a service (KMS). Only ingest and
/// anonymize-stream have them.
public interface KeyEncryptionKeys {

    /// Name of the key that wraps new data keys.
    String current();

    /// Wraps a data key with the current key.
    ///
    /// @param id of the data key; it cannot be unwrapped under another id
    byte[] wrap(byte[] dataKey, DataKeyId id);

    /// Unwraps a data key.
    ///
    /// @param name of the key that wrapped it
    /// @throws DataKeyUnavailableException if there is no such key, or it does not fit
    byte[] unwrap(String name, byte[] wrapped, DataKeyId id);
}
