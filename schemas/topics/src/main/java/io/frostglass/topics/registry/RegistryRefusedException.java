package io.frostglass.topics.registry;

import org.apache.kafka.common.KafkaException;

/// The registry answered, and the answer is no. Trying again does not help; somebody has to do something.
public final class RegistryRefusedException extends KafkaException {

    private static final long serialVersionUID = 1L;

    /// Why.
    public enum RegistryReason {
        /// The registry knows no schema of this id.
        UNKNOWN_ID("does not know the id"),
        /// The schema is not registered under the subject: register it, or set `auto.register.schemas`.
        NOT_REGISTERED("does not have the schema; register it or set auto.register.schemas"),
        /// Readers of older versions could not read it, or the other way round, as the subject is configured.
        INCOMPATIBLE("finds the schema incompatible with the versions before it"),
        /// Credentials are missing, wrong, or not enough.
        UNAUTHORISED("does not accept the credentials, or they do not allow it"),
        /// What it holds is no Avro schema that we can read, or it says so of ours.
        INVALID("holds or was given no valid Avro schema");

        private final String words;

        RegistryReason(String words) {
            this.words = words;
        }
    }

    private final RegistryReason registryReason;

    /// @param what the subject or the id asked about
    public RegistryRefusedException(RegistryReason registryReason, String what) {
        super("schema registry " + registryReason.words + " (" + what + ")");
        this.registryReason = registryReason;
    }

    /// Why it refused.
    public RegistryReason registryReason() {
        return registryReason;
    }
}
