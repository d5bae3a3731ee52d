package io.frostglass.veil;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.veil.background.BackgroundModel;
import io.frostglass.veil.background.FigureKind;
import io.frostglass.veil.jpeg.Drawn;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.RescaleOp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/// A camera of the tests: a place, what passes through it, and the model that the veil learns.
final class DrawnPlace {

    static final int WIDTH = 640;
    static final int HEIGHT = 360;

    static final NoiseKey KEY = NoiseKey.forVisit(new byte[16], "cam", Instant.EPOCH);

    BackgroundModel model = BackgroundModel.empty();
    List<PictureBox> boxes = List.of();
    Set<FigureKind> kinds = Set.of();
    VeilStrength strength = VeilStrength.STANDARD;
    Instant now = Instant.parse("2026-03-01T00:00:00Z");

    /// A number for each point of a picture.
    @FunctionalInterface
    private interface DoubleAt {
        double at(int x, int y);
    }

    private final Veil veil = Veil.standard();
    private final int seed;

    DrawnPlace(int seed) {
        this.seed = seed;
    }

    /// A picture of the place without anybody.
    VeilResult.Picture empty() {
        return see(_ -> {});
    }

    /// A picture with somebody who stands in it.
    ///
    /// @param left in pixels of 640
    VeilResult.Picture figure(int left, Color clothes) {
        return see(graphics -> {
            graphics.setColor(clothes);
            graphics.fillOval(left + 15, 60, 30, 50);
            graphics.fillRect(left, 100, 60, 200);
        });
    }

    /// A reference picture, so many seconds after the last picture.
    void reference(int seconds) {
        reference(picture(_ -> {}), seconds);
    }

    void reference(BufferedImage picture, int seconds) {
        now = now.plusSeconds(seconds);
        byte[] file = Drawn.of(picture).jpeg();
        assertThat(veil.learn(file, List.of(), model, now)).isEmpty();
    }

    /// A picture a second after the last one.
    VeilResult.Picture see(Consumer<Graphics2D> drawing) {
        return see(picture(drawing));
    }

    VeilResult.Picture see(BufferedImage picture) {
        now = now.plusSeconds(1);
        var request = new VeilRequest(strength, boxes, List.of(), KEY);
        byte[] file = Drawn.of(picture).jpeg();
        return (VeilResult.Picture) veil.apply(file, request, new VeilScene(model, kinds, now));
    }

    BufferedImage picture(Consumer<Graphics2D> drawing) {
        var picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        var graphics = picture.createGraphics();
        place(graphics, new Random(seed));
        drawing.accept(graphics);
        graphics.dispose();
        return picture;
    }

    /// The same with a floor of a strong colour, in which hardly anything is neutral.
    BufferedImage withAnOrangeFloor(Consumer<Graphics2D> drawing) {
        return picture(graphics -> {
            for (int x = 0; x < WIDTH; x += 20) {
                graphics.setColor(new Color(125 + x % 60 / 2, 72 + x % 60 / 4, 35));
                graphics.fillRect(x, 190, 20, HEIGHT - 190);
            }
            drawing.accept(graphics);
        });
    }

    /// Walls, floor boards, a door and some furniture, in the dull colours of real places.
    private static void place(Graphics2D graphics, Random random) {
        int floor = 180 + random.nextInt(100);
        graphics.setPaint(new GradientPaint(0, 0, dull(random, 170), WIDTH, 0, dull(random, 200)));
        graphics.fillRect(0, 0, WIDTH, floor);
        Color boards = dull(random, 120);
        for (int x = 0; x < WIDTH; x += 32) {
            graphics.setColor(x % 64 == 0 ? boards : boards.darker());
            graphics.fillRect(x, floor, 32, HEIGHT - floor);
        }
        for (int i = 0; i < 5; i++) {
            graphics.setColor(dull(random, 80 + random.nextInt(140)));
            graphics.fillRect(random.nextInt(WIDTH - 80), random.nextInt(floor - 60), 40 + random.nextInt(60), 120);
        }
    }

    private static Color dull(Random random, int brightness) {
        return new Color(brightness + random.nextInt(25), brightness + random.nextInt(25), brightness);
    }

    /// Three visits, an hour apart.
    DrawnPlace known() {
        for (int visit = 0; visit < 3; visit++) {
            visit(picture(_ -> {}));
        }
        return this;
    }

    /// Three visits of the place with an orange floor, an hour apart.
    void knownWithAnOrangeFloor() {
        for (int visit = 0; visit < 3; visit++) {
            visit(withAnOrangeFloor(_ -> {}));
        }
    }

    /// A visit of somebody who walks through the place and goes; then an hour.
    void visit(BufferedImage empty) {
        see(empty);
        for (int left : new int[] {20, 560}) {
            var passing = new BufferedImage(WIDTH, HEIGHT, empty.getType());
            var graphics = passing.createGraphics();
            graphics.drawImage(empty, 0, 0, null);
            graphics.setColor(Color.RED);
            graphics.fillRect(left, 120, 40, 160);
            graphics.dispose();
            see(passing);
        }
        see(empty);
        now = now.plus(Duration.ofHours(1));
    }

    /// Multiplies brightness.
    static BufferedImage lit(BufferedImage picture, double gain) {
        return lit(picture, (_, _) -> gain);
    }

    /// Multiplies red, and divides blue: another white balance.
    static BufferedImage coloured(BufferedImage picture, double gain) {
        float[] gains = {(float) gain, 1, (float) (1 / gain)};
        return new RescaleOp(gains, new float[3], null).filter(picture, null);
    }

    /// Fades colours, or makes them stronger, at the same luma.
    static BufferedImage saturated(BufferedImage picture, double saturation) {
        var changed = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                var colour = new Color(picture.getRGB(x, y));
                double luma = 0.299 * colour.getRed() + 0.587 * colour.getGreen() + 0.114 * colour.getBlue();
                changed.setRGB(
                        x,
                        y,
                        new Color(
                                        Math.clamp(Math.round(luma + saturation * (colour.getRed() - luma)), 0, 255),
                                        Math.clamp(Math.round(luma + saturation * (colour.getGreen() - luma)), 0, 255),
                                        Math.clamp(Math.round(luma + saturation * (colour.getBlue() - luma)), 0, 255))
                                .getRGB());
            }
        }
        return changed;
    }

    /// Puts the bands of a lamp that flickers into a picture, as a rolling shutter makes them.
    static BufferedImage banded(BufferedImage picture, double phase) {
        return lit(picture, (_, y) -> 0.9 + 0.2 * Math.sin(phase + 20.0 * y / HEIGHT));
    }

    /// Puts the shadows of two clouds into a picture.
    static BufferedImage clouded(BufferedImage picture) {
        return lit(picture, (x, y) -> 1 - 0.45 * Math.min(1, cloud(x - 160, y - 120) + cloud(x - 480, y - 260)));
    }

    /// Puts a sun fleck with a hard edge on the floor, from the middle of the picture to the right.
    static BufferedImage flecked(BufferedImage picture) {
        return lit(picture, (x, y) -> x > 330 && x < 520 && y > 290 ? 1.5 : 1);
    }

    /// Puts fog into a picture.
    static BufferedImage foggy(BufferedImage picture) {
        return new RescaleOp(0.55f, 85, null).filter(picture, null);
    }

    private static double cloud(int x, int y) {
        return Math.clamp(1.6 - Math.hypot(x, y) / 80, 0, 1);
    }

    private static BufferedImage lit(BufferedImage picture, DoubleAt gains) {
        var lit = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                var colour = new Color(picture.getRGB(x, y));
                double gain = gains.at(x, y);
                lit.setRGB(
                        x,
                        y,
                        new Color(
                                        (int) Math.min(255, colour.getRed() * gain),
                                        (int) Math.min(255, colour.getGreen() * gain),
                                        (int) Math.min(255, colour.getBlue() * gain))
                                .getRGB());
            }
        }
        return lit;
    }

    /// Another place: a wall of tiles in two colours.
    BufferedImage elsewhere() {
        return picture(graphics -> {
            for (int tile = 0; tile < 16 * 9; tile++) {
                boolean even = (tile % 16 + tile / 16) % 2 == 0;
                graphics.setColor(even ? new Color(90, 0, 0) : new Color(160, 230, 255));
                graphics.fillRect(tile % 16 * 40, tile / 16 * 40, 40, 40);
            }
        });
    }

    static BufferedImage grey(BufferedImage picture) {
        var grey = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
        var graphics = grey.createGraphics();
        graphics.drawImage(picture, 0, 0, null);
        graphics.dispose();
        return grey;
    }
}
