package io.frostglass.runtime.transactions;

/// Something that a [TransactionalBatchWriter] is to write, all of it or nothing. Its class is its kind.
public interface BatchWriteRequest {

    /// How many records it adds to a transaction, at most.
    int records();

    /// About how many bytes it adds to a transaction; 1 KiB for each record unless it says otherwise.
    default long bytes() {
        return 1024L * records();
    }
}
