package io.frostglass.runtime.transactions;

import java.time.Duration;
import java.util.Map;

/// Limits of a [TransactionalBatchWriter].
///
/// @param maxWaiting requests that wait for the next transaction; the answer to more requests is *unavailable*
/// @param maxWaitingByKind the same for a kind of request; a kind without a limit may take all places
/// @param maxRecords in one transaction; a larger request goes alone or as the last
/// @param maxBytes in one transaction: it must end long before its timeout
/// @param requestTimeout then the answer to a request is *unavailable*, though it may still be written
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
