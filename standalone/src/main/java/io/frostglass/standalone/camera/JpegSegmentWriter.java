package io.frostglass.standalone.camera;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// Writes JPEG files (ITU-T T.81, annex B) with segments of our own.
final class JpegSegmentWriter {

    static final int APP1 = 0xe1;
    static final int APP13 = 0xed;
    static final int COM = 0xfe;

    private static final int LARGEST_SEGMENT = 0xffff - 2;

    /// A marker segment.
    ///
    /// @param marker second byte of the marker
    // An array: handed over and never compared.
    @SuppressWarnings("ArrayRecordComponent")
    record JpegSegment(int marker, byte[] content) {

        JpegSegment {
            if (content.length > LARGEST_SEGMENT) {
                throw new IllegalArgumentException("a segment holds at most " + LARGEST_SEGMENT + " bytes");
            }
        }
    }

    private JpegSegmentWriter() {}

    /// Encodes a picture.
    ///
    /// @param quality 0 to 1
    static byte[] encode(BufferedImage picture, float quality) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var bytes = new ByteArrayOutputStream(256 * 1024);
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(quality);
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), parameters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /// The same file with these segments right after its JFIF header, where readers look for them.
    static byte[] with(byte[] jpeg, List<JpegSegment> segments) {
        int head = 4 + ((jpeg[4] & 255) << 8 | (jpeg[5] & 255));
        var out = new ByteArrayOutputStream(jpeg.length + 16 * 1024);
        out.write(jpeg, 0, head);
        for (JpegSegment jpegSegment : segments) {
            int length = jpegSegment.content().length + 2;
            out.write(0xff);
            out.write(jpegSegment.marker());
            out.write(length >> 8);
            out.write(length);
            out.writeBytes(jpegSegment.content());
        }
        out.write(jpeg, head, jpeg.length - head);
        return out.toByteArray();
    }
}
