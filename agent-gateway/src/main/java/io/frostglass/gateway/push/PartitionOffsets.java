package io.frostglass.gateway.push;

import java.util.OptionalLong;
import java.util.TreeSet;

/// How far a partition is done: an event on its way holds up the commit of those after it, which may have ended.
final class PartitionOffsets {

    private final TreeSet<Long> open = new TreeSet<>();
    private long next;
    private long committed;

    /// @param next the first that is to come
    PartitionOffsets(long next) {
        this.next = next;
        this.committed = next;
    }

    /// The event has been read, and is on its way.
    synchronized void begin(long offset) {
        open.add(offset);
        next = offset + 1;
    }

    /// The record has been read, and needs nothing.
    synchronized void pass(long offset) {
        next = offset + 1;
    }

    synchronized void end(long offset) {
        open.remove(offset);
    }

    /// Where the next member is to go on, if that has changed since the last commit.
    synchronized OptionalLong toCommit() {
        long done = open.isEmpty() ? next : open.first();
        return done > committed ? OptionalLong.of(done) : OptionalLong.empty();
    }

    synchronized void committed(long offset) {
        committed = Math.max(committed, offset);
    }
}
