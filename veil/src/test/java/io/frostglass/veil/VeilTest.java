package io.frostglass.veil;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.veil.jpeg.Drawn;
import io.frostglass.veil.jpeg.Segments;
import java.awt.Color;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VeilTest {

    private static final byte[] SITE_KEY = "a site key of the tests".getBytes(US_ASCII);
    private static final NoiseKey KEY = NoiseKey.forVisit(SITE_KEY, "cam-1", Instant.EPOCH);
    private static final NoiseKey OTHER_KEY = NoiseKey.forVisit(SITE_KEY, "cam-2", Instant.EPOCH);

    private final Veil veil = Veil.standard();

    @ParameterizedTest
    @EnumSource(VeilStrength.class)
    void makesASmallSquareJpegWithoutAnyMetadata(VeilStrength veilStrength) throws IOException {
        // Given
        byte[] file = Exif.insert(Drawn.scene(1280, 720, 1).jpeg(), 1);

        // When
        var thumbnail =
                picture(veil.apply(file, VeilRequest.of(veilStrength, KEY))).thumbnail();

        // Then
        var read = ImageIO.read(new ByteArrayInputStream(thumbnail.jpeg()));
        assertThat(read.getWidth()).isEqualTo(128);
        assertThat(read.getHeight()).isEqualTo(128);
        assertThat(thumbnail.size()).isLessThan(16 * 1024);
        assertThat(Segments.of(thumbnail.jpeg()))
                .noneMatch(marker -> (marker >= 0xE0 && marker <= 0xEF) || marker == 0xFE);
        assertThat(new String(thumbnail.jpeg(), ISO_8859_1)).doesNotContain(Exif.SECRET, "Exif");
    }

    @Test
    void carriesNothingThroughThatStandsBehindThePicture() {
        // Given
        byte[] file = Drawn.scene(300, 200, 1).jpeg();
        byte[] polyglot = Arrays.copyOf(file, file.length + 1000);
        Arrays.fill(polyglot, file.length, polyglot.length, (byte) 'P');

        // When
        var veilResult = veil.apply(polyglot, VeilRequest.of(VeilStrength.STANDARD, KEY));

        // Then
        assertThat(veilResult).isEqualTo(veil.apply(file, VeilRequest.of(VeilStrength.STANDARD, KEY)));
    }

    @Test
    void givesTheSameBytesForTheSameKey() {
        // Given
        byte[] file = Drawn.scene(1280, 720, 1).jpeg();
        var first = picture(veil.apply(file, VeilRequest.of(VeilStrength.STANDARD, KEY)));

        // When
        var second = picture(Veil.standard().apply(file, VeilRequest.of(VeilStrength.STANDARD, KEY)));

        // Then
        assertThat(second).isEqualTo(first);
    }

    @Test
    void givesTheSameBytesOnManyThreadsAtOnce() {
        // Given
        var files = IntStream.range(0, 40)
                .mapToObj(seed -> Drawn.scene(300 + seed * 20, 200, seed).jpeg())
                .toList();
        var request = VeilRequest.of(VeilStrength.STANDARD, KEY);
        var expected = files.stream().map(file -> veil.apply(file, request)).toList();

        // When
        var veiled =
                files.parallelStream().map(file -> veil.apply(file, request)).toList();

        // Then
        assertThat(veiled).isEqualTo(expected);
    }

    @Test
    void givesOtherNoiseForAnotherKey() {
        // Given
        byte[] file = Drawn.scene(1280, 720, 1).jpeg();

        // When
        var one = picture(veil.apply(file, VeilRequest.of(VeilStrength.STANDARD, KEY)));
        var other = picture(veil.apply(file, VeilRequest.of(VeilStrength.STANDARD, OTHER_KEY)));

        // Then
        assertThat(one.thumbnail()).isNotEqualTo(other.thumbnail());
        assertThat(one.hash()).isEqualTo(other.hash());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void turnsThePictureUprightAsExifSays(int orientation) {
        // Given
        var scene = Drawn.scene(512, 512, 1).picture();
        byte[] upright = Drawn.of(scene).quality(1).sampled(1, 1).jpeg();
        byte[] turned = Exif.insert(
                Drawn.of(Exif.turn(scene, orientation)).quality(1).sampled(1, 1).jpeg(), orientation);

        // When
        var hash = picture(veil.apply(turned, VeilRequest.of(VeilStrength.LIGHT, KEY)))
                .hash();

        // Then
        var expected = picture(veil.apply(upright, VeilRequest.of(VeilStrength.LIGHT, KEY)))
                .hash();
        assertThat(hash.distance(expected)).isLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"true,3", "true,4", "false,3", "false,4"})
    void readsEveryFormOfAnOrientation(boolean bigEndian, int type) {
        // Given
        var order = bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        byte[] file = Drawn.scene(512, 512, 1).jpeg();

        for (int orientation : new int[] {3, 6}) {
            // When
            var veilResult =
                    veil.apply(Exif.insert(file, orientation, order, type), VeilRequest.of(VeilStrength.LIGHT, KEY));

            // Then
            var usual = veil.apply(Exif.insert(file, orientation), VeilRequest.of(VeilStrength.LIGHT, KEY));
            var unturned = veil.apply(file, VeilRequest.of(VeilStrength.LIGHT, KEY));
            assertThat(picture(veilResult).thumbnail()).isEqualTo(picture(usual).thumbnail());
            assertThat(picture(veilResult).hash())
                    .isNotEqualTo(picture(unturned).hash());
        }
    }

    @Test
    void showsNothingOfWhatAMaskCovers() {
        // Given
        var scene = Drawn.scene(1280, 720, 1).picture();
        var changed = Drawn.scene(1280, 720, 1).picture();
        var graphics = changed.createGraphics();
        graphics.setColor(Color.RED);
        graphics.fillRect(320, 180, 320, 180);
        graphics.dispose();
        var window = new Mask(List.of(
                new Mask.Point(0.25, 0.25),
                new Mask.Point(0.5, 0.25),
                new Mask.Point(0.5, 0.5),
                new Mask.Point(0.25, 0.5)));
        var request = new VeilRequest(VeilStrength.LIGHT, List.of(), List.of(window), KEY);

        // When
        var veilResult = veil.apply(Drawn.of(scene).jpeg(), request);
        var veiledChanged = veil.apply(Drawn.of(changed).jpeg(), request);

        // Then
        assertThat(veiledChanged).isEqualTo(veilResult);
    }

    @Test
    void keepsTheRestMoreReadableWhereBoxesSayWhereSomethingMoves() {
        // Given
        byte[] file = Drawn.scene(1280, 720, 1).jpeg();
        var pictureBox = new PictureBox(0.7, 0.7, 0.1, 0.1);

        // When
        var boxed = veil.apply(file, new VeilRequest(VeilStrength.STANDARD, List.of(pictureBox), List.of(), KEY));
        var unboxed = veil.apply(file, VeilRequest.of(VeilStrength.STANDARD, KEY));

        // Then
        assertThat(boxed).isNotEqualTo(unboxed);
    }

    @Test
    void readsPngToo() throws IOException {
        // Given
        var scene = Drawn.scene(1280, 720, 1);
        var png = new ByteArrayOutputStream();
        ImageIO.write(scene.picture(), "png", png);

        // When
        var hash = picture(veil.apply(png.toByteArray(), VeilRequest.of(VeilStrength.LIGHT, KEY)))
                .hash();

        // Then
        var expected = picture(veil.apply(scene.jpeg(), VeilRequest.of(VeilStrength.LIGHT, KEY)))
                .hash();
        assertThat(hash.distance(expected)).isLessThanOrEqualTo(2);
    }

    @Test
    void saysWhyThereIsNoThumbnail() {
        assertThat(reason(PictureLimits.STANDARD, new byte[0])).isEqualTo("no_image");
        assertThat(reason(PictureLimits.STANDARD, "#!/bin/sh".getBytes(US_ASCII)))
                .isEqualTo("not_an_image");
        assertThat(reason(PictureLimits.STANDARD, "GIF89a and then nothing".getBytes(US_ASCII)))
                .isEqualTo("undecodable");
        byte[] file = Drawn.scene(320, 200, 1).jpeg();
        assertThat(reason(limits(100, 1_000_000, 16_384), file)).isEqualTo("too_many_bytes");
        assertThat(reason(limits(1_000_000, 1000, 16_384), file)).isEqualTo("too_many_pixels");
        assertThat(reason(limits(1_000_000, 1_000_000, 700), file)).isEqualTo("thumbnail_too_large");
        assertThat(reason(PictureLimits.STANDARD, Arrays.copyOf(file, 100))).isEqualTo("undecodable");
    }

    @Test
    void lowersTheQualityBeforeItGivesUp() {
        // Given
        byte[] file = Drawn.scene(1280, 720, 1).jpeg();
        int usual = picture(veil.apply(file, VeilRequest.of(VeilStrength.STANDARD, KEY)))
                .thumbnail()
                .size();

        // When
        var veilResult = Veil.withLimits(limits(1_000_000, 10_000_000, usual))
                .apply(file, VeilRequest.of(VeilStrength.STANDARD, KEY));

        // Then
        assertThat(picture(veilResult).thumbnail().size()).isLessThan(usual);
    }

    @Test
    void printsNoPictureNoKeyAndNoHash() {
        // Given
        var request = VeilRequest.of(VeilStrength.STANDARD, KEY);

        // When
        var veiled = picture(veil.apply(Drawn.scene(320, 200, 1).jpeg(), request));

        // Then
        assertThat(veiled.toString())
                .doesNotContain(
                        Long.toString(veiled.hash().bits()),
                        Long.toHexString(veiled.hash().bits()));
        assertThat(veiled.toString())
                .matches(
                        "Picture\\[thumbnail=Thumbnail\\[\\d+ bytes], hash=PerceptualHash\\[redacted], report=VeilReport.*");
        assertThat(request.toString()).contains("NoiseKey[redacted]");
    }

    private static String reason(PictureLimits pictureLimits, byte[] file) {
        var veilResult = Veil.withLimits(pictureLimits).apply(file, VeilRequest.of(VeilStrength.STANDARD, KEY));
        assertThat(veilResult).isInstanceOf(VeilResult.Dropped.class);
        return ((VeilResult.Dropped) veilResult).reason().code();
    }

    private static PictureLimits limits(int bytes, long pixels, int thumbnail) {
        return new PictureLimits(bytes, pixels, 1000, 100, Duration.ofMinutes(1), thumbnail);
    }

    private static VeilResult.Picture picture(VeilResult veilResult) {
        assertThat(veilResult).isInstanceOf(VeilResult.Picture.class);
        return (VeilResult.Picture) veilResult;
    }
}
