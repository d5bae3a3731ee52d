package io.frostglass.topics.registry;

import org.apache.kafka.common.KafkaException;

/// The registry refused. Another try does not help; a person has to act.
public final class RegistryRefusedException extends KafkaException {

    private static final long serialVersionUID = 1L;

    /// Why a registry refuses.
    public enum RegistryReason {
        /// The registry knows no schema of this id.
        UNKNOWN_ID("does not know the id"),
        /// The schema is not registered under the subject: register it, or set `auto.register.schemas`.
        NOT_REGISTERED("does not have the schema; register it or set auto.register.schemas"),
        /// The schema breaks the compatibility that the subject requires.
        INCOMPATIBLE("finds the schema incompatible with the versions before it"),
        /// Credentials are missing, wrong, or not enough.
        UNAUTHORISED("does not accept the credentials, or they do not allow it"),
        /// It holds no valid Avro schema under the id, or it calls ours invalid.
        INVALID("holds or was given no valid Avro schema");

        private final String words;

        RegistryReason(String words) {
            this.words = words;
        }
    }

    private final RegistryReason reason;

    /// @param what the subject or the id asked about
    public RegistryRefusedException(RegistryReason reason, String what) {
        super("schema registry " + reason.words + " (" + what + ")");
        this.reason = reason;
    }

    /// The reason of the refusal.
    public RegistryReason reason() {
        return reason;
    }
}
