package io.frostglass.standalone.camera;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// A camera that draws a place: nobody in one picture, then people and cars that pass for ten, and so on. Its JPEG
/// files have 1280 by 720 pixels and the metadata of real cameras. It knows the boxes and labels of what it drew.
/// The same seed gives the same pictures.
public final class SceneCamera implements SimulatedCamera {

    private static final int LONG_SIDE = 1280;
    private static final int SHORT_SIDE = 720;
    private static final int SHOTS_OF_A_VISIT = 10;
    /// Cameras also report motion where there is nobody. Such a picture comes before each visit.
    private static final int SHOTS_OF_A_ROUND = 1 + SHOTS_OF_A_VISIT;

    // How a camera hangs, by the value of EXIF's orientation (CIPA DC-008, 4.6.5). The sensor is always wider than
    // high; the orientation says how to turn its picture upright.
    private static final int UPRIGHT = 1;
    private static final int FROM_THE_CEILING = 3;
    private static final int ON_ITS_SIDE = 6;

    private final int number;
    private final long seed;
    private final CameraScene scene;
    private final CameraMetadata metadata;
    private final SensorModel sensor;
    private final BufferedImage background;
    private final BufferedImage frame;
    private int shots;

    private SceneCamera(int number, long seed, CameraScene scene, int orientation) {
        this.number = number;
        this.seed = seed;
        this.scene = scene;
        boolean portrait = orientation == ON_ITS_SIDE;
        int width = portrait ? SHORT_SIDE : LONG_SIDE;
        int height = portrait ? LONG_SIDE : SHORT_SIDE;
        Random random = random(0, 0);
        this.sensor = new SensorModel(scene.view().light().noise(), random);
        // Near the Royal Observatory at Greenwich.
        this.metadata = new CameraMetadata(
                "FG%08d".formatted(random.nextInt(100_000_000)),
                51.4769 + random.nextDouble() / 500,
                -0.0005 - random.nextDouble() / 500,
                orientation);
        this.frame = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var empty = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        try (SceneCanvas canvas = new SceneCanvas(empty, scene.view())) {
            scene.background(canvas, random);
        }
        this.background = SensorModel.soften(empty);
    }

    /// The n-th camera of an installation. Corridors, car parks and yards take turns; every corridor camera hangs on
    /// its side, every other yard camera upside down.
    ///
    /// @param number from 1
    public static SceneCamera number(int number, long seed) {
        return switch (Math.floorMod(number, 3)) {
            case 1 -> new SceneCamera(number, seed, new CorridorScene(), ON_ITS_SIDE);
            case 2 -> new SceneCamera(number, seed, new CarParkScene(), UPRIGHT);
            default ->
                new SceneCamera(number, seed, new NightYardScene(), number % 2 == 0 ? FROM_THE_CEILING : UPRIGHT);
        };
    }

    @Override
    public CameraShot take(Instant at) {
        int visit = shots / SHOTS_OF_A_ROUND;
        int shot = shots % SHOTS_OF_A_ROUND;
        double progress = (shot - 0.5) / SHOTS_OF_A_VISIT;
        // One generator per visit for the actors, and one per shot for the noise and the confidences.
        List<SceneActor> cast = shot == 0 ? new ArrayList<>() : scene.cast(random(visit, 1), progress);
        Random random = random(shots, 2);
        shots++;
        return shoot(cast, at, random);
    }

    /// Takes a picture of the place without anybody in it, between two visits.
    public CameraShot takeEmpty(Instant at) {
        return shoot(new ArrayList<>(), at, random(shots, 3));
    }

    private CameraShot shoot(List<SceneActor> cast, Instant at, Random random) {
        background.copyData(frame.getRaster());
        List<CameraShot.ShotBox> boxes = new ArrayList<>();
        List<CameraShot.ShotObject> labels = new ArrayList<>();
        cast.sort(Comparator.comparingDouble(SceneActor::z).reversed());
        try (SceneCanvas canvas = new SceneCanvas(frame, scene.view())) {
            for (SceneActor actor : cast) {
                canvas.begin();
                actor.draw(canvas);
                canvas.box().ifPresent(box -> {
                    boxes.add(box);
                    double confidence = hundredths(0.68 + 0.3 * random.nextDouble());
                    labels.add(new CameraShot.ShotObject(actor.label(), confidence));
                });
            }
        }
        sensor.expose(frame, random);
        TimestampOverlay.write(frame, number, at);
        BufferedImage stored = turned();
        byte[] preview = jpeg(drawn(stored, AffineTransform.getScaleInstance(0.125, 0.125), 160, 90));
        byte[] jpeg = metadata.addTo(jpeg(stored), at, shots, preview);
        return new CameraShot(jpeg, hundredths(0.7 + 0.28 * random.nextDouble()), boxes, labels);
    }

    /// Returns the frame as the sensor sees it.
    private BufferedImage turned() {
        int width = frame.getWidth();
        int height = frame.getHeight();
        return switch (metadata.orientation()) {
            case FROM_THE_CEILING -> drawn(frame, new AffineTransform(-1, 0, 0, -1, width, height), width, height);
            // Orientation 6 is turned clockwise to be seen, so it is stored turned the other way: (x, y) to (y, w -
            // x).
            case ON_ITS_SIDE -> drawn(frame, new AffineTransform(0, -1, 1, 0, 0, width), height, width);
            default -> frame;
        };
    }

    private static BufferedImage drawn(BufferedImage picture, AffineTransform transform, int width, int height) {
        var drawn = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = drawn.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(picture, transform, null);
        graphics.dispose();
        return drawn;
    }

    private static byte[] jpeg(BufferedImage picture) {
        var bytes = new ByteArrayOutputStream(256 * 1024);
        // Not by a temporary file, which the JDK closes at a signal, while a camera writes to it.
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(picture, "jpeg", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// Returns a separate generator for each purpose; neighbouring seeds alone give similar first numbers.
    private Random random(int index, int purpose) {
        long mixed = ((seed * 31 + number) * 31 + index) * 31 + purpose;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        return new Random(mixed ^ (mixed >>> 27));
    }

    private static double hundredths(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
