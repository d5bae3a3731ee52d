package io.frostglass.runtime.transactions;

import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/// Turns the requests of a [TransactionalBatchWriter] into records and answers. The writer's thread calls it, but for
/// [#unavailable()].
///
/// @param <R> the type of the requests
/// @param <A> the type of the answers
public interface BatchHandler<R extends BatchWriteRequest, A> {

    /// The answer to a request that is not written, or is not known to be.
    A unavailable();

    /// Returns when the application has read all that was committed before the call. Called before the first
    /// transaction of each producer: after a failure the outcome of the last transaction is not known.
    ///
    /// @throws RuntimeException if that takes too long; the writer calls again later
    void catchUp() throws InterruptedException;

    /// Sends the records of a batch.
    ///
    /// @param transaction takes the records
    /// @return the answers for after the commit, in the order of the requests
    List<A> send(List<R> batch, Consumer<ProducerRecord<String, byte[]>> transaction);

    /// A batch is committed; its requests are not answered yet.
    default void committed(List<R> batch) {}
}
