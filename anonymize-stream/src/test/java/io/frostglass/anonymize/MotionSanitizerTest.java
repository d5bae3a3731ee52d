package io.frostglass.anonymize;

import static io.frostglass.anonymize.RawEvents.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.cameras.SignatureVerifier;
import io.frostglass.encryption.DataKeySource;
import io.frostglass.restricted.BackgroundControl;
import io.frostglass.sanitized.Label;
import io.frostglass.veil.Veil;
import io.frostglass.veil.VeilStrength;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class MotionSanitizerTest {

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final RawEventVerifier verifier = new RawEventVerifier(
            RawEvents.opener(), RawEvents::sites, new SignatureVerifier(SignatureVerifier.WINDOW), clock);
    private final MotionSanitizer sanitizer = new MotionSanitizer(Veil.standard());
    private final BackgroundStore backgrounds = new BackgroundStore(
            TestStore.open(),
            1,
            DataKeySource.NONE,
            new SimpleMeterRegistry(),
            new HashMap<String, BackgroundControl>()::get,
            (id, status) -> {});

    private SanitizedEvent sanitize(String body) {
        var raw = RawEvents.signed("msg-1", NOW, body);
        return sanitizer.sanitize(
                (RawEventResult.Genuine) verifier.verify("site-a", RawEvents.record(raw), NOW), backgrounds);
    }

    @Test
    void letsTheListedFieldsPassAndNoOthers() {
        // When
        var event = sanitize(RawEvents.body(RawEvents.picture())).event();

        // Then
        assertThat(event.getSiteId()).isEqualTo("site-a");
        assertThat(event.getCameraId()).isEqualTo("cam-12");
        assertThat(event.getTimeZone()).isEqualTo("Europe/London");
        assertThat(event.getTimestamp()).isEqualTo(Instant.parse("2026-01-18T12:34:55Z"));
        assertThat(event.getMotionConfidence()).isEqualTo(0.92);
        assertThat(event.getBboxes()).hasSize(1);
        assertThat(event.getLabels()).containsExactly(new Label("person", 0.9));
        assertThat(event.getPhash()).matches("[0-9a-f]{64}");
        assertThat(event.getGroupBands()).hasSize(28).allMatch(band -> band.matches("[0-9a-f]{16}"));
    }

    @Test
    void makesASmallSquareThumbnailWithoutMetadata() throws Exception {
        // When
        var sanitizedEvent = sanitize(RawEvents.body(RawEvents.picture()));

        // Then
        byte[] jpeg = sanitizedEvent.event().getThumbnail().array();
        var image = ImageIO.read(new ByteArrayInputStream(jpeg));
        assertThat(image.getWidth()).isEqualTo(128);
        assertThat(image.getHeight()).isEqualTo(128);
        assertThat(jpeg).hasSizeLessThan(16 * 1024);
    }

    @Test
    void veilsAsTheSiteSaysWhereTheCameraSaysNothing() {
        assertThat(MotionSanitizer.strength(RawEvents.sites().camera("cam-12").orElseThrow()))
                .isEqualTo(VeilStrength.STANDARD);
        assertThat(MotionSanitizer.strength(RawEvents.sites().camera("cam-21").orElseThrow()))
                .isEqualTo(VeilStrength.HEAVY);
        assertThat(MotionSanitizer.strength(RawEvents.sites().camera("cam-22").orElseThrow()))
                .isEqualTo(VeilStrength.LIGHT);
    }

    @Test
    void goesOnWithoutAPictureThatIsNone() {
        assertThat(sanitize(RawEvents.body("")).event().getThumbnailDropped()).isEqualTo("no_image");
        assertThat(sanitize(RawEvents.body("c2NyaXB0")).event().getThumbnailDropped())
                .isEqualTo("not_an_image");
        assertThat(sanitize("{\"timestamp\": \"2026-01-18T12:34:55Z\"}").event().getThumbnailDropped())
                .isEqualTo("no_image");
    }

    @Test
    void saysHowThePictureWasVeiled() {
        // When
        var with = sanitize(RawEvents.body(RawEvents.picture())).event();
        var without = sanitize(RawEvents.body("")).event();

        // Then
        assertThat(with.getVeil()).isEqualTo("noise");
        assertThat(with.getFigures()).isNull();
        assertThat(with.getMoved()).isNull();
        assertThat(without.getVeil()).isNull();
    }
}
