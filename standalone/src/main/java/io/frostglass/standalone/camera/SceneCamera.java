package io.frostglass.standalone.camera;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/// A camera that draws what it sees: a place where people and cars pass, each for ten pictures, as a JPEG of
/// 1280 by 720 pixels with all the metadata that cameras leave in their files. It knows the boxes and labels of what
/// it drew. The same seed gives the same pictures.
public final class SceneCamera implements SimulatedCamera {

    private static final int LONG_SIDE = 1280;
    private static final int SHORT_SIDE = 720;
    private static final int SHOTS_OF_A_VISIT = 10;
    private static final float QUALITY = 0.8f;

    private final int number;
    private final long seed;
    private final CameraScene cameraScene;
    private final CameraMounting cameraMounting;
    private final CameraMetadata cameraMetadata;
    private final PinholeLens pinholeLens;
    private final SensorModel sensorModel;
    private final BufferedImage background;
    private final BufferedImage frame;
    private int shots;

    private SceneCamera(int number, long seed, CameraScene cameraScene, CameraMounting cameraMounting) {
        this.number = number;
        this.seed = seed;
        this.cameraScene = cameraScene;
        this.cameraMounting = cameraMounting;
        int width = cameraMounting.isPortrait() ? SHORT_SIDE : LONG_SIDE;
        int height = cameraMounting.isPortrait() ? LONG_SIDE : SHORT_SIDE;
        this.pinholeLens = cameraScene.lens(width, height);
        Random random = random(0, 0);
        this.sensorModel = new SensorModel(cameraScene.sceneLight().noise(), random);
        // Greenwich, give or take a street: nobody's home.
        this.cameraMetadata = new CameraMetadata(
                "FG%08d".formatted(random.nextInt(100_000_000)),
                51.4769 + random.nextDouble() / 500,
                -0.0005 - random.nextDouble() / 500,
                cameraMounting.orientation());
        this.frame = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var empty = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        try (SceneCanvas sceneCanvas = new SceneCanvas(empty, pinholeLens, cameraScene.sceneLight())) {
            cameraScene.background(sceneCanvas, random);
        }
        this.background = SensorModel.soften(empty);
    }

    /// The n-th camera of an installation. Corridors, car parks and yards take turns; every corridor camera hangs on
    /// its side, every other yard camera upside down.
    ///
    /// @param number from 1
    public static SceneCamera number(int number, long seed) {
        return switch (Math.floorMod(number, 3)) {
            case 1 -> new SceneCamera(number, seed, new CorridorScene(), CameraMounting.ON_ITS_SIDE);
            case 2 -> new SceneCamera(number, seed, new CarParkScene(), CameraMounting.UPRIGHT);
            default ->
                new SceneCamera(
                        number,
                        seed,
                        new NightYardScene(),
                        number % 2 == 0 ? CameraMounting.UPSIDE_DOWN : CameraMounting.UPRIGHT);
        };
    }

    @Override
    public CameraShot take(Instant at) {
        int visit = shots / SHOTS_OF_A_VISIT;
        double progress = (shots % SHOTS_OF_A_VISIT + 0.5) / SHOTS_OF_A_VISIT;
        // A generator per visit for who comes, and one per shot for what differs between two pictures of one visit.
        List<SceneActor> cast = cameraScene.cast(random(visit, 1), progress);
        Random random = random(shots, 2);
        shots++;
        return shoot(cast, at, random);
    }

    private CameraShot shoot(List<SceneActor> cast, Instant at, Random random) {
        background.copyData(frame.getRaster());
        List<CameraShot.ShotBox> boxes = new ArrayList<>();
        List<CameraShot.ShotObject> labels = new ArrayList<>();
        try (SceneCanvas sceneCanvas = new SceneCanvas(frame, pinholeLens, cameraScene.sceneLight())) {
            cast.stream()
                    .sorted(Comparator.comparingDouble(SceneActor::z).reversed())
                    .forEach(sceneActor -> {
                        sceneCanvas.begin();
                        sceneActor.draw(sceneCanvas);
                        sceneCanvas.box().ifPresent(shotBox -> {
                            boxes.add(shotBox);
                            labels.add(new CameraShot.ShotObject(
                                    sceneActor.label(), hundredths(0.68 + 0.3 * random.nextDouble())));
                        });
                    });
        }
        sensorModel.expose(frame, random);
        TimestampOverlay.write(frame, number, at);
        BufferedImage stored = cameraMounting.turn(frame);
        byte[] jpeg = JpegSegmentWriter.with(
                JpegSegmentWriter.encode(stored, QUALITY),
                cameraMetadata.segments(at, shots, JpegSegmentWriter.encode(preview(stored), QUALITY)));
        return new CameraShot(jpeg, hundredths(0.7 + 0.28 * random.nextDouble()), boxes, labels);
    }

    private static BufferedImage preview(BufferedImage picture) {
        var small = new BufferedImage(160, 90, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = small.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(picture, 0, 0, 160, 90, null);
        graphics.dispose();
        return small;
    }

    /// A generator of its own for each purpose; neighbouring seeds of one alone give much the same first numbers.
    private Random random(int index, int purpose) {
        long mixed = ((seed * 31 + number) * 31 + index) * 31 + purpose;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        return new Random(mixed ^ (mixed >>> 27));
    }

    private static double hundredths(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
