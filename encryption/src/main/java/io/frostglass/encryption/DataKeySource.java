package io.frostglass.encryption;

/// Where a reader finds data keys.
@FunctionalInterface
public interface DataKeySource {

    /// For a reader without `encryption.enabled`: every look-up fails.
    DataKeySource NONE = id -> {
        throw new DataKeyUnavailableException(
                "records are encrypted, and encryption.enabled is false: set it as at ingest, and start again");
    };

    /// Looks for a key.
    ///
    /// @throws DataKeyUnavailableException if it is neither there nor erased
    KeyLookup find(DataKeyId id);

    /// The result of a look-up.
    sealed interface KeyLookup {

        /// The key is there.
        record FoundKey(DataKey key) implements KeyLookup {}

        /// The key was erased: nobody can read what it encrypted.
        record ErasedKey() implements KeyLookup {}
    }
}
