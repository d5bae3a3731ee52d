package io.frostglass.runtime.transactions;

/// A request to a [TransactionalBatchWriter]: its records are written all or not at all. Its class is its kind.
public interface BatchWriteRequest {

    /// The most records that it adds to a transaction.
    int records();

    /// The approximate bytes that it adds to a transaction; by default 1 KiB for each record.
    default long bytes() {
        return 1024L * records();
    }
}
