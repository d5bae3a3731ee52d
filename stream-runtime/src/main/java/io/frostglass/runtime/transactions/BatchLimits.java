package io.frostglass.runtime.transactions;

import java.time.Duration;
import java.util.Map;

/// Limits of a [TransactionalBatchWriter].
///
/// @param maxWaiting requests that wait for the next transaction; who comes then is answered *unavailable*
/// @param maxWaitingByKind the same for single kinds, so that none of them takes the places of the others; a kind
///     that is not named may take all places
/// @param maxRecords in one transaction; a request that is larger goes alone or as the last
/// @param maxBytes the same, so that a transaction is over long before its timeout
/// @param requestTimeout after that a request is answered *unavailable*. It may be written all the same
public record BatchLimits(
        int maxWaiting,
        Map<Class<? extends BatchWriteRequest>, Integer> maxWaitingByKind,
        int maxRecords,
        long maxBytes,
        Duration requestTimeout) {

    public BatchLimits {
        maxWaitingByKind = Map.copyOf(maxWaitingByKind);
    }

    int maxWaitingOf(BatchWriteRequest request) {
        return maxWaitingByKind.getOrDefault(request.getClass(), maxWaiting);
    }
}
