package io.frostglass.benchmarks.privacy;

import io.frostglass.veil.PictureBox;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Random;

/// A yard with a person, a car or nobody in it, and the box that a camera would send.
///
/// @param picture 640 by 360 pixels
/// @param boxes one, or none in an empty scene
record DrawnScene(BufferedImage picture, List<PictureBox> boxes) {

    static final int WIDTH = 640;
    static final int HEIGHT = 360;

    /// What is in the scene.
    enum SceneContent {
        PERSON,
        CAR,
        NOBODY
    }

    static DrawnScene draw(SceneContent sceneContent, Random random) {
        var picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        var graphics = picture.createGraphics();
        yard(graphics, random);
        var boxes = switch (sceneContent) {
            case PERSON -> List.of(person(graphics, random));
            case CAR -> List.of(car(graphics, random));
            case NOBODY -> List.<PictureBox>of();
        };
        graphics.dispose();
        return new DrawnScene(picture, boxes);
    }

    private static void yard(Graphics2D graphics, Random random) {
        graphics.setPaint(new GradientPaint(0, 0, new Color(170, 190, 215), 0, 150, new Color(215, 215, 215)));
        graphics.fillRect(0, 0, WIDTH, 150);
        graphics.setPaint(new GradientPaint(0, 150, new Color(120, 120, 118), 0, HEIGHT, new Color(80, 80, 80)));
        graphics.fillRect(0, 150, WIDTH, HEIGHT - 150);
        graphics.setColor(new Color(110 + random.nextInt(40), 90, 70));
        graphics.fillRect(random.nextInt(300), 40, 260, 140);
    }

    private static PictureBox person(Graphics2D graphics, Random random) {
        int height = 120 + random.nextInt(120);
        int width = height / 3;
        int x = random.nextInt(WIDTH - width);
        int y = HEIGHT - height - random.nextInt(60);
        graphics.setColor(new Color(random.nextInt(80), random.nextInt(80), 40 + random.nextInt(120)));
        graphics.fillRoundRect(x, y + height / 6, width, height / 2, width / 2, width / 2);
        graphics.fillRect(x + width / 6, y + height / 2, width / 4, height / 2);
        graphics.fillRect(x + width * 7 / 12, y + height / 2, width / 4, height / 2);
        graphics.setColor(new Color(200, 160, 130));
        graphics.fillOval(x + width / 4, y, width / 2, height / 6);
        return box(x, y, width, height);
    }

    private static PictureBox car(Graphics2D graphics, Random random) {
        int width = 180 + random.nextInt(140);
        int height = width * 2 / 5;
        int x = random.nextInt(WIDTH - width);
        int y = HEIGHT - height - 20 - random.nextInt(60);
        graphics.setColor(new Color(60 + random.nextInt(190), random.nextInt(120), random.nextInt(120)));
        graphics.fillRoundRect(x, y + height / 3, width, height / 2, 30, 30);
        graphics.fillRoundRect(x + width / 5, y, width * 3 / 5, height / 2, 40, 40);
        graphics.setColor(Color.BLACK);
        graphics.fillOval(x + width / 8, y + height * 2 / 3, height / 3, height / 3);
        graphics.fillOval(x + width * 5 / 8, y + height * 2 / 3, height / 3, height / 3);
        return box(x, y, width, height);
    }

    private static PictureBox box(double x, double y, double width, double height) {
        return new PictureBox(x / WIDTH, y / HEIGHT, width / WIDTH, height / HEIGHT);
    }
}
