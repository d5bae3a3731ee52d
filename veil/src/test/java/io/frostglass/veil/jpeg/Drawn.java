package io.frostglass.veil.jpeg;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.w3c.dom.Element;

/// Pictures that tests draw themselves, and the JDK's writer to make files of them in every form that it knows.
public final class Drawn {

    private static final String FORMAT = "javax_imageio_jpeg_image_1.0";

    private final BufferedImage picture;
    private boolean progressive;
    private int across = 2;
    private int down = 2;
    private int restartInterval;
    private float quality = 0.8f;

    private Drawn(BufferedImage picture) {
        this.picture = picture;
    }

    /// A scene with surfaces, edges and some texture; another one for each seed.
    public static Drawn scene(int width, int height, int seed) {
        return new Drawn(draw(width, height, seed, BufferedImage.TYPE_INT_RGB));
    }

    public static Drawn greyScene(int width, int height, int seed) {
        return new Drawn(draw(width, height, seed, BufferedImage.TYPE_BYTE_GRAY));
    }

    public static Drawn of(BufferedImage picture) {
        return new Drawn(picture);
    }

    public BufferedImage picture() {
        return picture;
    }

    public Drawn progressive() {
        progressive = true;
        return this;
    }

    public Drawn sampled(int across, int down) {
        this.across = across;
        this.down = down;
        return this;
    }

    public Drawn restartingEvery(int mcus) {
        restartInterval = mcus;
        return this;
    }

    public Drawn quality(double quality) {
        this.quality = (float) quality;
        return this;
    }

    private static BufferedImage draw(int width, int height, int seed, int type) {
        var random = new Random(seed);
        var picture = new BufferedImage(width, height, type);
        var graphics = picture.createGraphics();
        graphics.setPaint(new GradientPaint(0, 0, colour(random), width, height, colour(random)));
        graphics.fillRect(0, 0, width, height);
        for (int i = 0; i < 12; i++) {
            graphics.setColor(colour(random));
            int x = random.nextInt(width);
            int y = random.nextInt(height);
            int w = 1 + random.nextInt(Math.max(1, width / 2));
            int h = 1 + random.nextInt(Math.max(1, height / 2));
            if (i % 2 == 0) {
                graphics.fillOval(x - w / 2, y - h / 2, w, h);
            } else {
                graphics.fillRect(x - w / 2, y - h / 2, w, h);
            }
        }
        graphics.dispose();
        return picture;
    }

    private static Color colour(Random random) {
        return new Color(30 + random.nextInt(196), 30 + random.nextInt(196), 30 + random.nextInt(196));
    }

    /// The file.
    public byte[] jpeg() {
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var bytes = new ByteArrayOutputStream();
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            var param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(quality);
            param.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
            var metadata = writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(picture), param);
            shape(metadata);
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, metadata), param);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private void shape(IIOMetadata metadata) throws IOException {
        var tree = (IIOMetadataNode) metadata.getAsTree(FORMAT);
        if (tree.getElementsByTagName("componentSpec").getLength() == 3) {
            var luma = (Element) tree.getElementsByTagName("componentSpec").item(0);
            luma.setAttribute("HsamplingFactor", Integer.toString(across));
            luma.setAttribute("VsamplingFactor", Integer.toString(down));
        }
        if (restartInterval > 0) {
            var dri = new IIOMetadataNode("dri");
            dri.setAttribute("interval", Integer.toString(restartInterval));
            var sequence = tree.getElementsByTagName("markerSequence").item(0);
            sequence.insertBefore(dri, tree.getElementsByTagName("sos").item(0));
        }
        metadata.setFromTree(FORMAT, tree);
    }
}
