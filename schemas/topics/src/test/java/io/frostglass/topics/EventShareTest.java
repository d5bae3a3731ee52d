package io.frostglass.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventShareTest {

    private static final List<String> EVENTS = events(10_000);

    @Test
    void isAsLargeAsItIsSaidToBe() {
        assertThat(share(0)).isZero();
        assertThat(share(10)).isBetween(900L, 1100L);
        assertThat(share(50)).isBetween(4800L, 5200L);
        assertThat(share(100)).isEqualTo(EVENTS.size());
    }

    @Test
    void onlyGrows() {
        assertThat(EVENTS)
                .filteredOn(event -> EventShare.includes(event, 10))
                .allMatch(event -> EventShare.includes(event, 11));
    }

    @Test
    void knowsWhatIsNoEvent() {
        assertThatIllegalArgumentException().isThrownBy(() -> EventShare.includes("evt-not-one", 10));
    }

    private static long share(int percent) {
        return EVENTS.stream()
                .filter(event -> EventShare.includes(event, percent))
                .count();
    }

    private static List<String> events(int count) {
        var random = new Random(7);
        return Stream.generate(() -> new byte[16])
                .limit(count)
                .peek(random::nextBytes)
                .map(bytes -> "evt-" + HexFormat.of().formatHex(bytes))
                .toList();
    }
}
