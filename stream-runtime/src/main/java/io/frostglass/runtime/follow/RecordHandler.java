package io.frostglass.runtime.follow;

import java.util.Map;

/// Takes the records of a topic that is followed. One thread calls it.
public interface RecordHandler<T> {

    /// Takes the next record of a partition. Must not throw.
    void take(FollowedRecord<T> record);

    /// Reading begins at these offsets.
    ///
    /// @param offsets by partition
    default void begins(Map<Integer, Long> offsets) {}

    /// All records before these offsets have been taken, but for those of aborted transactions.
    ///
    /// @param offsets by partition
    default void reached(Map<Integer, Long> offsets) {}
}
