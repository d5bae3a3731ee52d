package io.frostglass.benchmarks.privacy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.awt.image.BufferedImage;
import java.io.IOException;

/// Binary portable greymaps, in which face galleries for research often come and which the JDK does not read.
final class PgmReader {

    private PgmReader() {}

    static BufferedImage read(byte[] file) throws IOException {
        String[] head = new String(file, 0, Math.min(200, file.length), ISO_8859_1)
                .replaceAll("#[^\n]*\n", "")
                .split("\\s+", 5);
        if (head.length < 4 || !head[0].equals("P5")) {
            throw new IOException("not a binary PGM");
        }
        int width = Integer.parseInt(head[1]);
        int height = Integer.parseInt(head[2]);
        int start = file.length - width * height;
        if (start < 0) {
            throw new IOException("a PGM that ends too early");
        }
        var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            picture.setRGB(i % width, i / width, (file[start + i] & 0xFF) * 0x010101);
        }
        return picture;
    }
}
