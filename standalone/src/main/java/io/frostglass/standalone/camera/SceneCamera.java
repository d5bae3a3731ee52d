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
public final class SceneCamera implements Camera {

    private static final int LONG_SIDE = 1280;
    private static final int SHORT_SIDE = 720;
    private static final int SHOTS_OF_A_VISIT = 10;
    private static final float QUALITY = 0.8f;

    private final int number;
    private final long seed;
    private final Scene scene;
    private final Mounting mounting;
    private final Metadata metadata;
    private final Lens lens;
    private final Sensor sensor;
    private final BufferedImage background;
    private final BufferedImage frame;
    private int shots;

    private SceneCamera(int number, long seed, Scene scene, Mounting mounting) {
        this.number = number;
        this.seed = seed;
        this.scene = scene;
        this.mounting = mounting;
        int width = mounting.isPortrait() ? SHORT_SIDE : LONG_SIDE;
        int height = mounting.isPortrait() ? LONG_SIDE : SHORT_SIDE;
        this.lens = scene.lens(width, height);
        Random random = random(0, 0);
        this.sensor = new Sensor(scene.light().noise(), random);
        // Greenwich, give or take a street: nobody's home.
        this.metadata = new Metadata(
                "FG%08d".formatted(random.nextInt(100_000_000)),
                51.4769 + random.nextDouble() / 500,
                -0.0005 - random.nextDouble() / 500,
                mounting.orientation());
        this.frame = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var empty = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        try (Stage stage = new Stage(empty, lens, scene.light())) {
            scene.background(stage, random);
        }
        this.background = Sensor.soften(empty);
    }

    /// The n-th camera of an installation. Corridors, car parks and yards take turns; every corridor camera hangs on
    /// its side, every other yard camera upside down.
    ///
    /// @param number from 1
    public static SceneCamera number(int number, long seed) {
        return switch (Math.floorMod(number, 3)) {
            case 1 -> new SceneCamera(number, seed, new Corridor(), Mounting.ON_ITS_SIDE);
            case 2 -> new SceneCamera(number, seed, new CarPark(), Mounting.UPRIGHT);
            default ->
                new SceneCamera(
                        number, seed, new NightYard(), number % 2 == 0 ? Mounting.UPSIDE_DOWN : Mounting.UPRIGHT);
        };
    }

    @Override
    public Shot take(Instant at) {
        int visit = shots / SHOTS_OF_A_VISIT;
        double progress = (shots % SHOTS_OF_A_VISIT + 0.5) / SHOTS_OF_A_VISIT;
        // A generator per visit for who comes, and one per shot for what differs between two pictures of one visit.
        List<Actor> cast = scene.cast(random(visit, 1), progress);
        Random random = random(shots, 2);
        shots++;
        return shoot(cast, at, random);
    }

    private Shot shoot(List<Actor> cast, Instant at, Random random) {
        background.copyData(frame.getRaster());
        List<Shot.Box> boxes = new ArrayList<>();
        List<Shot.Sighting> labels = new ArrayList<>();
        try (Stage stage = new Stage(frame, lens, scene.light())) {
            cast.stream()
                    .sorted(Comparator.comparingDouble(Actor::z).reversed())
                    .forEach(actor -> {
                        stage.begin();
                        actor.draw(stage);
                        stage.box().ifPresent(box -> {
                            boxes.add(box);
                            labels.add(new Shot.Sighting(actor.label(), hundredths(0.68 + 0.3 * random.nextDouble())));
                        });
                    });
        }
        sensor.expose(frame, random);
        Overlay.write(frame, number, at);
        BufferedImage stored = mounting.turn(frame);
        byte[] jpeg = Jpeg.with(
                Jpeg.encode(stored, QUALITY), metadata.segments(at, shots, Jpeg.encode(preview(stored), QUALITY)));
        return new Shot(jpeg, hundredths(0.7 + 0.28 * random.nextDouble()), boxes, labels);
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
