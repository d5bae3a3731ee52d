package io.frostglass.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {

    private static final String EVENT = "evt-4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String TEXT = "00-4bf92f3577b34da6a3ce929d0e0e4736-a3ce929d0e0e4736-01";

    /// W3C Trace Context, level 1, section 3.2.2: small hex digits, and no field all zero.
    @Test
    void isThatOfItsEvent() {
        assertThat(TraceParent.ofEvent(EVENT).map(TraceParent::text)).hasValue(TEXT);
        assertThat(TEXT).matches("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "fnd-4bf92f3577b34da6a3ce929d0e0e4736",
                "evt-4BF92F3577B34DA6A3CE929D0E0E4736",
                "evt-4bf92f3577b34da6a3ce929d0e0e473",
                "evt-4bf92f3577b34da6a3ce929d0e0e47360",
                "evt-00000000000000000000000000000000",
                "evt-4bf92f3577b34da60000000000000000",
                "evt-4bf92f3577b34da6a3ce929d0e0e473\n"
            })
    void isNoneForWhatIsNoEvent(String id) {
        assertThat(TraceParent.ofEvent(id)).isEmpty();
    }

    @Test
    void takesThePlaceOfAnyOther() {
        // Given
        var headers = new RecordHeaders();
        headers.add(TraceParent.HEADER, "malformed".getBytes(StandardCharsets.US_ASCII));
        headers.add(TraceParent.HEADER, TEXT.replace('4', '5').getBytes(StandardCharsets.US_ASCII));
        headers.add("other", new byte[] {1});

        // When
        TraceParent.set(headers, EVENT);

        // Then
        assertThat(headers.headers(TraceParent.HEADER))
                .extracting(header -> new String(header.value(), StandardCharsets.US_ASCII))
                .containsExactly(TEXT);
        assertThat(headers.lastHeader("other")).isNotNull();

        // And of a record about no event
        TraceParent.set(headers, null);

        // Then
        assertThat(headers.headers(TraceParent.HEADER)).isEmpty();
    }
}
