/// Writing to Kafka in transactions that end soon, where no topology does it.
///
/// Start reading at [io.frostglass.runtime.transactions.TransactionalBatchWriter].
@NullMarked
package io.frostglass.runtime.transactions;

import org.jspecify.annotations.NullMarked;
