package io.frostglass.delivery.links;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.delivery.links.LinkTarget.ThumbnailLink;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequestBudgetTest {

    private Instant now = Instant.parse("2026-12-01T01:00:00Z");
    private final RequestBudget budget = new RequestBudget(() -> now);

    @Test
    void boundsEachLinkForItselfInEachMinute() {
        // Given
        LinkTarget link = link(1);

        // Then
        assertThat(IntStream.range(0, RequestBudget.MAX_THUMBNAIL_REQUESTS).allMatch(_ -> budget.take(link)))
                .isTrue();
        assertThat(budget.take(link)).isFalse();
        assertThat(budget.take(link(2))).isTrue();
        now = now.plusSeconds(60);
        assertThat(budget.take(link)).isTrue();
    }

    @Test
    void keepsNobodyFromAKnownLinkWhileOthersGuess() {
        assertThat(IntStream.range(0, RequestBudget.MAX_UNKNOWN_REQUESTS).allMatch(_ -> budget.takeUnknown()))
                .isTrue();
        assertThat(budget.takeUnknown()).isFalse();
        assertThat(budget.take(link(1))).isTrue();
    }

    private static LinkTarget link(int offset) {
        return new ThumbnailLink("chat", Instant.EPOCH, 0, offset, "00");
    }
}
