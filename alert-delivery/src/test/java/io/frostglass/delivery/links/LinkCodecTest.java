package io.frostglass.delivery.links;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.alerts.IncidentActionKind;
import io.frostglass.delivery.links.LinkTarget.IncidentLink;
import io.frostglass.delivery.links.LinkTarget.ThumbnailLink;
import io.frostglass.topics.IncidentId;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkCodecTest {

    private static final String OLD = TestLinks.key("an old key of the links, 32 bytes");
    private static final Instant EXPIRES = Instant.parse("2026-12-01T01:00:00Z");

    private static final List<LinkTarget> TARGETS = List.of(
            new IncidentLink(
                    "sms",
                    EXPIRES,
                    new IncidentId("site-1", "0123456789abcdef"),
                    Set.of(IncidentActionKind.acknowledge, IncidentActionKind.resolve)),
            new IncidentLink(
                    "r".repeat(63),
                    EXPIRES,
                    new IncidentId("s".repeat(128), "ffffffffffffffff"),
                    Set.of(IncidentActionKind.resolve)),
            new ThumbnailLink("chat", EXPIRES, 11, 9_000_000_000L, "0123456789abcdef0123456789abcdef"));

    private final LinkCodec codec = TestLinks.settings(TestLinks.KEY, OLD).codec();

    @ParameterizedTest
    @FieldSource("TARGETS")
    void readsWhatItHasWritten(LinkTarget target) {
        assertThat(codec.read(codec.write(target))).hasValue(target);
    }

    @ParameterizedTest
    @FieldSource("TARGETS")
    void takesNoLinkOfWhichABitIsChanged(LinkTarget target) {
        byte[] link = Base64.getUrlDecoder().decode(codec.write(target));
        for (int bit = 0; bit < link.length * 8; bit++) {
            byte[] changed = link.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(changed);
            assertThat(codec.read(text)).as("bit %d", bit).isEmpty();
        }
    }

    @Test
    void takesLinksOfTheOldKeyAndSignsWithTheNewOne() {
        // Given
        LinkTarget target = TARGETS.getFirst();

        // Then
        assertThat(codec.read(TestLinks.settings(OLD).codec().write(target))).hasValue(target);
        assertThat(TestLinks.settings(OLD).codec().read(codec.write(target))).isEmpty();
    }

    /// With the public address, it leaves half an SMS for the words.
    @Test
    void isShort() {
        assertThat(codec.write(TARGETS.getFirst())).hasSizeLessThanOrEqualTo(54);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "AAAA", "AQAAAAA", "..", "%41", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void takesNothingElse(String text) {
        assertThat(codec.read(text)).isEmpty();
        assertThat(codec.read(text.repeat(10_000))).isEmpty();
    }

    @Test
    void showsNoKey() {
        assertThat(codec.toString()).doesNotContain(TestLinks.KEY.substring(6));
        assertThat(TestLinks.settings(TestLinks.KEY).toString()).doesNotContain(TestLinks.KEY.substring(6));
    }
}
