package io.frostglass.escalation;

import io.frostglass.escalation.auditor.DeliveryAuditor.ResultsEnd;
import io.frostglass.topics.TopicCatalogue;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/// Asks the broker where the results of deliveries end.
record ResultsEnds(Admin admin) {

    ResultsEnd of(int partition) {
        var results = new TopicPartition(TopicCatalogue.DELIVERY_RESULTS.name(), partition);
        return () -> offset(results, OffsetSpec.latest())
                // Where all records are older than the retention, none is left to be read.
                .thenCombine(offset(results, OffsetSpec.earliest()), (end, beginning) -> beginning < end ? end : 0)
                .toCompletableFuture();
    }

    private CompletionStage<Long> offset(TopicPartition partition, OffsetSpec which) {
        var committed = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
        return admin.listOffsets(Map.of(partition, which), committed)
                .partitionResult(partition)
                .toCompletionStage()
                .thenApply(ListOffsetsResultInfo::offset);
    }
}
