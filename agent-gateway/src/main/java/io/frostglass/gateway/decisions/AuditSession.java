package io.frostglass.gateway.decisions;

import org.apache.kafka.common.KafkaException;

/// One membership in a group that tells the audit log what follows from a topic; over at the first failure. Used by one
/// thread.
interface AuditSession extends AutoCloseable {

    /// Becomes a member.
    ///
    /// @throws KafkaException if the broker is away
    void join();

    /// Tells of what has come, if something has.
    ///
    /// @throws KafkaException if that fails; nothing of it counts then
    void work();

    /// From another thread: [#work] ends with a wake-up.
    void wakeUp();

    @Override
    void close();
}
