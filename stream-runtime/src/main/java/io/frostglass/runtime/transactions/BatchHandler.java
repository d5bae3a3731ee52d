package io.frostglass.runtime.transactions;

import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/// What a [TransactionalBatchWriter] writes, and what it answers. Called by its thread, but for [#unavailable()].
///
/// @param <R> the type of the requests
/// @param <A> the type of the answers
public interface BatchHandler<R extends BatchWriteRequest, A> {

    /// The answer to a request that is not written, or of which that is not known.
    A unavailable();

    /// Returns when the application knows all that was committed before the call. Called before the first
    /// transaction of each producer: after a failure nobody knows whether the last one took place.
    ///
    /// @throws RuntimeException if that takes too long; it is called again, some time later
    void catchUp() throws InterruptedException;

    /// Sends the records of a batch.
    ///
    /// @param transaction takes the records
    /// @return what the requests are answered once the transaction is committed, in their order
    List<A> send(List<R> batch, Consumer<ProducerRecord<String, byte[]>> transaction);

    /// A batch is committed. Nobody has been answered yet.
    default void committed(List<R> batch) {}
}
