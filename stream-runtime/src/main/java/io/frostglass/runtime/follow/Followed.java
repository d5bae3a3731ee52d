package io.frostglass.runtime.follow;

import java.time.Instant;

/// A record of a topic that is followed.
///
/// @param partition where it is
/// @param offset where it is in the partition
/// @param writtenAt its timestamp; the catalogue says by whose clock
/// @param bytes of its value
/// @param key its key; empty if it has none
/// @param content its value
public record Followed<T>(
        int partition, long offset, Instant writtenAt, int bytes, String key, Content<? extends T> content) {

    /// What the value is.
    public sealed interface Content<T> {
        /// Something.
        record Value<T>(T value) implements Content<T> {
            @Override
            public String toString() {
                return "Value[redacted]";
            }
        }

        /// Nothing: what had this key before no longer holds.
        record Deleted<T>() implements Content<T> {}

        /// Something that is not what the topic is to hold.
        record Unreadable<T>() implements Content<T> {}
    }
}
