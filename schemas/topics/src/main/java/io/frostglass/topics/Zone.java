package io.frostglass.topics;

import java.util.Locale;

/// A zone of trust. One word names it everywhere: schema jar, Avro namespace, topic prefix, ACL prefix.
public enum Zone {
    /// Raw media, camera secrets, raw perceptual hashes.
    RESTRICTED,
    /// Sanitized events: pseudonymous ids, time, boxes, labels, thumbnail, keyed hash.
    SANITIZED,
    /// Sanitized events with their bearer tokens; public keys; decisions of agents.
    AGENT,
    /// The public contract for paging systems.
    ALERTS,
    /// Who did what, when: ids and hashes, never payloads.
    AUDIT;

    /// The zone's word, in lower case.
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The prefix of all its topics, those that Kafka Streams creates included.
    public String prefix() {
        return code() + ".";
    }

    /// The namespace of its Avro types.
    public String namespace() {
        return "io.frostglass." + code();
    }
}
