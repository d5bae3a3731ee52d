package io.frostglass.runtime.follow;

import java.util.Map;

/// What a topic is followed for. Called by one thread.
///
/// @param <T> the type of its values
public interface RecordHandler<T> {

    /// Takes the next record of a partition. Must not throw.
    void take(FollowedRecord<T> followedRecord);

    /// Reading begins here: what was before, nobody has looked at.
    ///
    /// @param offsets by partition
    default void begins(Map<Integer, Long> offsets) {}

    /// All records before these have been taken; those among them that belong to aborted transactions are none.
    ///
    /// @param offsets by partition
    default void reached(Map<Integer, Long> offsets) {}
}
