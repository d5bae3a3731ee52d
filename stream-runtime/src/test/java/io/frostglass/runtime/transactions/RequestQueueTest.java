package io.frostglass.runtime.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.runtime.transactions.RequestQueue.PendingRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestQueueTest {

    private static final BatchLimits LIMITS =
            new BatchLimits(8, Map.of(Refusal.class, 2, Page.class, 2), 10, 10_000, Duration.ofSeconds(1));

    private final RequestQueue<BatchWriteRequest, String> queue = new RequestQueue<>(LIMITS);

    @BeforeEach
    void open() {
        queue.open();
    }

    @Test
    void givesEachKindNoMoreThanItsPlaces() {
        // When
        IntStream.range(0, 10).forEach(_ -> queue.offer(pending(new Refusal())));
        IntStream.range(0, 10).forEach(_ -> queue.offer(pending(new Page(1))));

        // Then
        assertThat(queue.size()).isEqualTo(4);
        assertThat(queue.offer(pending(new Decision()))).isTrue();
    }

    @Test
    void givesNoMorePlacesThanThereAre() {
        // When
        IntStream.range(0, 10).forEach(_ -> queue.offer(pending(new Decision())));

        // Then
        assertThat(queue.size()).isEqualTo(8);
        assertThat(queue.offer(pending(new Refusal()))).isFalse();
    }

    @Test
    void givesThePlacesOfWhatHasLeftToTheNext() throws Exception {
        // Given
        queue.offer(pending(new Refusal()));
        queue.offer(pending(new Refusal()));

        // When
        queue.nextBatch();

        // Then
        assertThat(queue.offer(pending(new Refusal()))).isTrue();
        assertThat(queue.offer(pending(new Refusal()))).isTrue();
        assertThat(queue.offer(pending(new Refusal()))).isFalse();

        // When
        assertThat(queue.shut()).hasSize(2);
        queue.open();

        // Then
        assertThat(queue.size()).isZero();
        assertThat(queue.offer(pending(new Refusal()))).isTrue();
    }

    @Test
    void endsABatchWhenItHasEnoughRecordsOrBytes() throws Exception {
        // Given
        var page = new Page(6);
        queue.offer(pending(page));
        queue.offer(pending(page));
        queue.offer(pending(new Large()));
        queue.offer(pending(new Decision()));

        // Then
        assertThat(requests(queue.nextBatch())).containsExactly(page, page);
        assertThat(requests(queue.nextBatch())).containsExactly(new Large());
        assertThat(requests(queue.nextBatch())).containsExactly(new Decision());
    }

    @Test
    void leavesOutWhatHasBeenAnswered() throws Exception {
        // Given
        var late = pending(new Refusal());
        queue.offer(late);
        queue.offer(pending(new Decision()));

        // When
        late.answer().complete("too late");

        // Then
        assertThat(requests(queue.nextBatch())).containsExactly(new Decision());
    }

    @Test
    void handsOutWhatWaitsWhenItIsStoppedAndTakesNothingMore() throws Exception {
        // Given
        queue.offer(pending(new Decision()));

        // When
        queue.stop();
        queue.open();

        // Then
        assertThat(queue.isOpen()).isFalse();
        assertThat(queue.offer(pending(new Decision()))).isFalse();
        assertThat(queue.nextBatch()).hasSize(1);
        assertThat(queue.nextBatch()).isEmpty();
    }

    private static PendingRequest<BatchWriteRequest, String> pending(BatchWriteRequest request) {
        return new PendingRequest<>(request, new CompletableFuture<>());
    }

    private static List<BatchWriteRequest> requests(List<PendingRequest<BatchWriteRequest, String>> batch) {
        return batch.stream().map(PendingRequest::request).toList();
    }

    private record Decision() implements BatchWriteRequest {
        @Override
        public int records() {
            return 1;
        }
    }

    private record Refusal() implements BatchWriteRequest {
        @Override
        public int records() {
            return 1;
        }
    }

    private record Page(int records) implements BatchWriteRequest {}

    private record Large() implements BatchWriteRequest {
        @Override
        public int records() {
            return 1;
        }

        @Override
        public long bytes() {
            return 10_000;
        }
    }
}
