package io.frostglass.veil.jpeg;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.veil.jpeg.JpegOutcome.Decoded;
import io.frostglass.veil.jpeg.JpegOutcome.NotDecoded;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that are not by the book and that every decoder reads: they must give what the same picture gives by the
/// book.
class UnusualJpegsTest {

    private static final JpegLimits LIMITS = new JpegLimits(50_000_000, 1000, 100, Duration.ofMinutes(1));
    private static final int APP0 = 0xE0;
    private static final int COM = 0xFE;
    private static final byte[] NOTHING = {};
    private static final byte[] END = {(byte) 0xFF, (byte) 0xD9};

    private static Stream<byte[]> files() {
        return Stream.of(
                Drawn.scene(70, 50, 1).jpeg(),
                Drawn.scene(1100, 1040, 2).quality(0.2).jpeg(),
                Drawn.scene(120, 90, 3).sampled(1, 1).restartingEvery(4).jpeg(),
                Drawn.greyScene(90, 70, 5).jpeg());
    }

    /// What a new reader makes of a file: one that has read others has arrays of theirs.
    private static JpegOutcome read(byte[] file) {
        return new JpegReader(LIMITS, 128).read(file);
    }

    private static Raster pixels(byte[] file) {
        var outcome = read(file);
        assertThat(outcome).isInstanceOf(Decoded.class);
        return new Pixels(((Decoded) outcome).picture()).rgb();
    }

    private static void assertReadsAs(byte[] file, byte[] same) {
        assertThat(pixels(file).distance(pixels(same))).isZero();
    }

    @ParameterizedTest
    @MethodSource("files")
    void takesTheStandardTablesWhereAFileLeavesThemOut(byte[] file) {
        assertReadsAs(JpegParts.of(file).without(JpegParts.DHT).bytes(), file);
    }

    @ParameterizedTest
    @MethodSource("files")
    void takesTheStandardTablesForThePlacesThatAFileLeavesOut(byte[] file) {
        // Given
        var tables = JpegParts.of(file).segments().stream()
                .filter(segment -> (segment[1] & 0xFF) == JpegParts.DHT)
                .toList();
        for (int left = 0; left < tables.size(); left++) {
            var parts = JpegParts.of(file);
            byte[] without = tables.get(left);
            parts.segments().removeIf(segment -> Arrays.equals(segment, without));

            // When // Then
            assertReadsAs(parts.bytes(), file);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1,1", "0,0,0", "1,1,2", "1,2,1", "9,200,200"})
    void takesComponentsOfOneIdInTheirOrder(int first, int second, int third) {
        // Given
        byte[] file = Drawn.scene(140, 90, 1).jpeg();
        var parts = JpegParts.of(file);
        int[] ids = {first, second, third};
        for (int i = 0; i < 3; i++) {
            parts.only(JpegParts.SOF0)[10 + 3 * i] = (byte) ids[i];
            parts.only(JpegParts.SOS)[5 + 2 * i] = (byte) ids[i];
        }

        // When // Then
        assertReadsAs(parts.bytes(), file);
    }

    private static byte[] grey(int seed) {
        return Drawn.greyScene(150, 110, seed).jpeg();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void takesComponentsOfOneIdInTheirOrderFromScansOfTheirOwn(int amount) {
        // Given
        byte[][] greys = new byte[amount][];
        Arrays.setAll(greys, i -> grey(i + 1));
        int[] unlike = {1, 2, 3, 4};
        int[] alike = {1, 2, 2, 1};

        // When
        var outcome = read(JpegParts.combined(alike, greys));

        // Then
        var picture = ((Decoded) outcome).picture();
        for (int i = 0; i < amount; i++) {
            var alone = ((Decoded) read(greys[i])).picture();
            assertThat(samples(picture, i)).isEqualTo(samples(alone, 0));
        }
        assertReadsAs(JpegParts.combined(alike, greys), JpegParts.combined(unlike, greys));
    }

    private static int[] samples(ReducedPicture picture, int index) {
        var samplePlane = picture.planes().get(index);
        int[] samples = new int[picture.width() * picture.height()];
        Arrays.setAll(samples, i -> samplePlane.at(i % picture.width(), i / picture.width()));
        return samples;
    }

    @Test
    void readsTheFirstOfTwoComponentsAsGrey() {
        assertReadsAs(JpegParts.combined(new int[] {1, 2}, grey(1), grey(2)), grey(1));
    }

    @Test
    void readsInksByAdobesMarkerAsTheIjgsLibraryDoes() {
        // Given
        byte[] file = JpegParts.combined(new int[] {1, 2, 3, 4}, grey(1), grey(2), grey(3), grey(4));

        // Then
        assertThat(colour(file)).isEqualTo(ColourModel.CMYK);
        assertThat(colour(withAdobe(file, 0))).isEqualTo(ColourModel.INVERTED_CMYK);
        assertThat(colour(withAdobe(file, 1))).isEqualTo(ColourModel.YCCK);
        assertThat(colour(withAdobe(file, 2))).isEqualTo(ColourModel.YCCK);
    }

    private static ColourModel colour(byte[] file) {
        return ((Decoded) read(file)).picture().colour();
    }

    private static byte[] withAdobe(byte[] file, int transform) {
        byte[] marker = JpegParts.segment(0xEE, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, transform);
        return JpegParts.of(file).before(JpegParts.DQT, marker).bytes();
    }

    @ParameterizedTest
    @MethodSource("files")
    void passesOverSegmentsThatSayTheyAreShorterThanTheirLength(byte[] file) {
        for (int marker : new int[] {APP0, 0xE1, 0xE5, 0xEE, COM}) {
            for (int length : new int[] {0, 1, 2}) {
                byte[] segment = {(byte) 0xFF, (byte) marker, 0, (byte) length};
                assertReadsAs(JpegParts.of(file).before(APP0, segment).bytes(), file);
                assertReadsAs(JpegParts.of(file).before(JpegParts.SOS, segment).bytes(), file);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0\0\0", "\r\n", "any bytes", "\u00FF\u00FF\u00FF", "a\u00FF\0b"})
    void passesOverBytesBetweenSegments(String between) {
        files().forEach(file -> assertReadsAs(JpegParts.of(file).bytes(between.getBytes(ISO_8859_1), END), file));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\u00FF", "\u00FF\u00D9 and something after it", "\u00FF\u00D9\u00FF\u00D8\u00FF\u00C0"})
    void doesNotMindHowAFileEnds(String end) {
        files().forEach(file -> assertReadsAs(JpegParts.of(file).bytes(NOTHING, end.getBytes(ISO_8859_1)), file));
    }

    @Test
    void passesOverAHuffmanTableThatIsNoneWhereNoScanUsesIt() {
        // Given: three codes of one bit
        int[] table = new int[17 + 3];
        table[0] = 0x13;
        table[1] = 3;
        byte[] file = Drawn.scene(70, 50, 1).jpeg();
        byte[] unused = JpegParts.segment(JpegParts.DHT, table);
        table[0] = 0x10;
        byte[] used = JpegParts.segment(JpegParts.DHT, table);

        // Then
        assertReadsAs(JpegParts.of(file).before(JpegParts.SOS, unused).bytes(), file);
        assertThat(read(JpegParts.of(file).before(JpegParts.SOS, used).bytes()))
                .isEqualTo(new NotDecoded(JpegProblem.BROKEN));
    }

    @ParameterizedTest
    @MethodSource("files")
    void takesTheHeightThatIsStatedBehindTheFirstScan(byte[] file) {
        // Given
        var parts = JpegParts.of(file);
        byte[] header = parts.only(JpegParts.SOF0);
        byte[] lines = JpegParts.segment(JpegParts.DNL, header[5], header[6]);
        header[5] = 0;
        header[6] = 0;
        byte[] open = parts.bytes();

        // When // Then
        assertReadsAs(parts.after(JpegParts.SOS, lines).bytes(), file);
        assertThat(read(open)).isEqualTo(new NotDecoded(JpegProblem.BROKEN));
    }

    @Test
    void readsOtherCoefficientsBeforeTheDc() {
        // Given
        byte[] file = Drawn.greyScene(90, 70, 1).progressive().jpeg();
        var parts = JpegParts.of(file);
        byte[] dc = parts.only(JpegParts.SOS);
        var scans = parts.segments().stream().filter(UnusualJpegsTest::isScan).toList();
        // The refinement of the DC stays behind it.
        parts.segments().remove(dc);
        int second = parts.segments().indexOf(scans.get(1));
        parts.segments().add(second + 1, dc);

        // When // Then
        assertReadsAs(parts.bytes(), file);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 90, 1200})
    void refusesAPictureWithoutDc(int side) {
        // Given
        var parts = JpegParts.of(Drawn.greyScene(side, side, 1).progressive().jpeg());
        parts.segments().removeIf(segment -> isScan(segment) && segment[7] == 0);

        // When // Then
        assertThat(read(parts.bytes())).isEqualTo(new NotDecoded(JpegProblem.BROKEN));
    }

    private static boolean isScan(byte[] segment) {
        return (segment[1] & 0xFF) == JpegParts.SOS;
    }
}
