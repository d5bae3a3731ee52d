package io.frostglass.veil;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Puts an orientation and a secret into files, and turns pictures as a camera would have.
final class Exif {

    static final String SECRET = "SERIAL-4711 N51 28.6";

    static final int SHORT = 3;
    static final int LONG = 4;

    private Exif() {}

    static byte[] insert(byte[] jpeg, int orientation) {
        return insert(jpeg, orientation, ByteOrder.BIG_ENDIAN, SHORT);
    }

    /// @param type of the value, by TIFF
    static byte[] insert(byte[] jpeg, int orientation, ByteOrder order, int type) {
        byte[] secret = SECRET.getBytes(US_ASCII);
        int size = 2 + 6 + 8 + 2 + 12 + 4 + secret.length;
        var out = ByteBuffer.allocate(jpeg.length + 2 + size);
        out.put(jpeg, 0, 2).putShort((short) 0xFFE1).putShort((short) size);
        out.put("Exif\0\0".getBytes(US_ASCII)).order(order);
        out.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(US_ASCII));
        out.putShort((short) 42).putInt(8);
        out.putShort((short) 1).putShort((short) 0x0112).putShort((short) type).putInt(1);
        if (type == LONG) {
            out.putInt(orientation);
        } else {
            out.putShort((short) orientation).putShort((short) 0);
        }
        out.putInt(0).put(secret);
        out.put(jpeg, 2, jpeg.length - 2);
        return out.array();
    }

    /// What a camera stores of an upright scene if it says that orientation: EXIF 2.3 says where row 0 and column 0
    /// of what is stored belong.
    static BufferedImage turn(BufferedImage upright, int orientation) {
        int last = upright.getWidth() - 1;
        var stored = new BufferedImage(upright.getWidth(), upright.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row <= last; row++) {
            for (int column = 0; column <= last; column++) {
                int rgb = switch (orientation) {
                    case 1 -> upright.getRGB(column, row);
                    case 2 -> upright.getRGB(last - column, row);
                    case 3 -> upright.getRGB(last - column, last - row);
                    case 4 -> upright.getRGB(column, last - row);
                    case 5 -> upright.getRGB(row, column);
                    case 6 -> upright.getRGB(last - row, column);
                    case 7 -> upright.getRGB(last - row, last - column);
                    default -> upright.getRGB(row, last - column);
                };
                stored.setRGB(column, row, rgb);
            }
        }
        return stored;
    }
}
