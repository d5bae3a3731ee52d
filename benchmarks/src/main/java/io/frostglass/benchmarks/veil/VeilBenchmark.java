package io.frostglass.benchmarks.veil;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.frostglass.veil.NoiseKey;
import io.frostglass.veil.PictureLimits;
import io.frostglass.veil.Thumbnail;
import io.frostglass.veil.Veil;
import io.frostglass.veil.VeilRequest;
import io.frostglass.veil.VeilResult;
import io.frostglass.veil.VeilStrength;
import io.frostglass.veil.jpeg.JpegLimits;
import io.frostglass.veil.jpeg.JpegOutcome;
import io.frostglass.veil.jpeg.JpegReader;
import io.frostglass.veil.jpeg.JpegWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// One picture on one thread, in microseconds, and with `-prof gc` in bytes allocated.
///
/// [#decode] measures the reduced-scale decode alone; compare it with `tjbench FILE -scale 1/8 -nowrite`. The `veil`
/// methods measure the whole step of each strength (decode, veil, hash, encode), and [#encode] the encoding of a
/// thumbnail alone. Name the picture with `-p file=`; run on an idle machine.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class VeilBenchmark {

    /// Path of the picture.
    @Param("picture.jpg")
    public String file = "";

    private final Veil veil = Veil.standard();
    private final NoiseKey key = NoiseKey.forVisit("a key for measuring".getBytes(US_ASCII), "cam-1", Instant.EPOCH);
    private final JpegReader reader = new JpegReader(
            new JpegLimits(
                    PictureLimits.STANDARD.pixels(),
                    PictureLimits.STANDARD.segments(),
                    PictureLimits.STANDARD.scans(),
                    PictureLimits.STANDARD.time()),
            Thumbnail.SIDE);
    private final JpegWriter writer = new JpegWriter(Thumbnail.SIDE);
    private final float[] luma = new float[Thumbnail.SIDE * Thumbnail.SIDE];
    private final float[] chroma = new float[Thumbnail.SIDE * Thumbnail.SIDE / 4];
    private byte[] picture = {};

    @Setup
    public void read() throws IOException {
        picture = Files.readAllBytes(Path.of(file));
        for (int i = 0; i < luma.length; i++) {
            luma[i] = (float) (128 + 100 * Math.sin(i / 150.0));
            chroma[i / 4] = luma[i];
        }
    }

    @Benchmark
    public JpegOutcome decode() {
        return reader.read(picture);
    }

    @Benchmark
    public VeilResult veilLight() {
        return veil.apply(picture, VeilRequest.of(VeilStrength.LIGHT, key));
    }

    @Benchmark
    public VeilResult veilStandard() {
        return veil.apply(picture, VeilRequest.of(VeilStrength.STANDARD, key));
    }

    @Benchmark
    public VeilResult veilHeavy() {
        return veil.apply(picture, VeilRequest.of(VeilStrength.HEAVY, key));
    }

    @Benchmark
    public byte[] encode() {
        return writer.write(luma, chroma, chroma, 85);
    }
}
