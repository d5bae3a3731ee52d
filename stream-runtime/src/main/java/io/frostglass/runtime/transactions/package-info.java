/// Writes to Kafka in short transactions, outside a topology.
///
/// Start reading at [io.frostglass.runtime.transactions.TransactionalBatchWriter].
@NullMarked
package io.frostglass.runtime.transactions;

import org.jspecify.annotations.NullMarked;
