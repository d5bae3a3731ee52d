package io.frostglass.gateway.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedCursorTest {

    @Test
    void isTheSameAfterBeingWrittenAndRead() {
        var feedCursor = new FeedCursor(Map.of(0, 17L, 5, 123_456_789_012L));

        assertThat(FeedCursor.parse(feedCursor.text())).contains(feedCursor);
        assertThat(FeedCursor.parse(new FeedCursor(Map.of()).text())).contains(new FeedCursor(Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2;0:1", "1;0", "1;0:-1", "1;0:1;", "1;a:1", "1;0:9999999999999999999", "1 ;0:1"})
    void takesNoTextThatIsNoCursor(String plain) {
        String text = Base64.getUrlEncoder().encodeToString(plain.getBytes(UTF_8));

        assertThat(FeedCursor.parse(text)).isEmpty();
    }

    @Test
    void takesNoTextThatIsTooLong() {
        assertThat(FeedCursor.parse("A".repeat(5000))).isEmpty();
    }
}
