package io.frostglass.veil;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.veil.jpeg.Drawn;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.RescaleOp;
import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PerceptualHashTest {

    private static final byte[] SITE_KEY = "a site key of the tests".getBytes(US_ASCII);
    private static final byte[] OTHER_KEY = "a key of another site".getBytes(US_ASCII);
    private static final Veil VEIL = Veil.standard();
    private static final int SCENES = 25;
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;

    @Tag("slow")
    @Test
    void hashesOfOneSceneAreNearerThanHashesOfDifferentScenes() {
        // Given
        var originals = IntStream.range(0, SCENES)
                .mapToObj(PerceptualHashTest::scene)
                .map(PerceptualHashTest::hash)
                .toList();

        // When
        int furthestSame = IntStream.range(0, SCENES)
                .flatMap(i ->
                        variants(scene(i)).mapToInt(variant -> originals.get(i).distance(hash(variant))))
                .max()
                .orElseThrow();
        int nearestDifferent = IntStream.range(0, SCENES)
                .flatMap(i -> IntStream.range(0, i).map(j -> originals.get(i).distance(originals.get(j))))
                .min()
                .orElseThrow();

        // Then
        assertThat(furthestSame).isLessThan(nearestDifferent);
    }

    @Test
    void aKeyedHashMeansNothingUnderAnotherKey() {
        var hash = new PerceptualHash(0x0123456789ABCDEFL);

        assertThat(hash.keyed(SITE_KEY))
                .matches("[0-9a-f]{64}")
                .isEqualTo(new PerceptualHash(hash.bits()).keyed(SITE_KEY));
        assertThat(hash.keyed(OTHER_KEY)).isNotEqualTo(hash.keyed(SITE_KEY));
        assertThat(hash.bands(SITE_KEY)).doesNotContainAnyElementsOf(hash.bands(OTHER_KEY));
    }

    @Test
    void bandsOfNearHashesHaveAValueInCommon() {
        // Given
        var random = new Random(1);
        for (int i = 0; i < 200; i++) {
            var hash = new PerceptualHash(random.nextLong());
            long flipped = hash.bits();
            for (int j = 0; j < PerceptualHash.BAND_DISTANCE; j++) {
                flipped ^= 1L << random.nextInt(64);
            }

            // When
            var common = new HashSet<>(hash.bands(SITE_KEY));
            common.retainAll(new PerceptualHash(flipped).bands(SITE_KEY));

            // Then
            assertThat(common).isNotEmpty();
        }
    }

    @Test
    void bandsOfUnrelatedHashesHaveHardlyAnythingInCommon() {
        // Given
        var random = new Random(1);
        int matches = 0;

        // When
        for (int i = 0; i < 500; i++) {
            var common = new HashSet<>(new PerceptualHash(random.nextLong()).bands(SITE_KEY));
            common.retainAll(new PerceptualHash(random.nextLong()).bands(SITE_KEY));
            matches += common.isEmpty() ? 0 : 1;
        }

        // Then
        assertThat(matches).isLessThan(5);
    }

    private static Stream<byte[]> variants(BufferedImage scene) {
        return Stream.of(
                Drawn.of(scene).quality(0.4).jpeg(),
                Drawn.of(part(scene, 0, 1, WIDTH / 2, HEIGHT / 2)).jpeg(),
                Drawn.of(part(scene, 0.01, 0.98, WIDTH, HEIGHT)).jpeg(),
                Drawn.of(part(scene, 0.02, 0.98, WIDTH, HEIGHT)).jpeg(),
                Drawn.of(brighter(scene)).jpeg());
    }

    private static BufferedImage scene(int seed) {
        return Drawn.scene(WIDTH, HEIGHT, seed).picture();
    }

    private static BufferedImage part(BufferedImage scene, double from, double size, int width, int height) {
        var part = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var graphics = part.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        int x = (int) (from * WIDTH);
        int y = (int) (from * HEIGHT);
        int right = x + (int) (size * WIDTH);
        int bottom = y + (int) (size * HEIGHT);
        graphics.drawImage(scene, 0, 0, width, height, x, y, right, bottom, null);
        graphics.dispose();
        return part;
    }

    private static BufferedImage brighter(BufferedImage scene) {
        return new RescaleOp(1.08f, 4, null).filter(scene, null);
    }

    private static PerceptualHash hash(BufferedImage scene) {
        return hash(Drawn.of(scene).jpeg());
    }

    private static PerceptualHash hash(byte[] file) {
        var key = NoiseKey.forVisit(SITE_KEY, "cam-1", Instant.EPOCH);
        return ((VeilResult.Picture) VEIL.apply(file, VeilRequest.of(VeilStrength.LIGHT, key))).hash();
    }
}
