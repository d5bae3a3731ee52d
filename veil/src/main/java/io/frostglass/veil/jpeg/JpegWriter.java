package io.frostglass.veil.jpeg;

import java.util.Arrays;

/// Writes a small baseline JPEG without APPn and COM segments (ITU-T T.81): luma at full and chroma at half
/// resolution (4:2:0), with the quantisation and Huffman tables of T.81 annex K.
///
/// The same planes give the same bytes on every machine. Not thread-safe: it reuses its buffers.
public final class JpegWriter {

    private static final int HEADER = 700;

    private final int side;
    private final float[] block = new float[64];
    private byte[] out;
    private int size;
    private long bits;
    private int bitCount;

    /// @param side width and height in pixels, a multiple of 16
    public JpegWriter(int side) {
        if (side <= 0 || side % 16 != 0 || side > 0xFFF0) {
            throw new IllegalArgumentException("the side must be a multiple of 16");
        }
        this.side = side;
        this.out = new byte[HEADER + side * side / 4];
    }

    /// Writes one picture.
    ///
    /// @param y luma, 0 to 255, `side` times `side` values row by row
    /// @param cb chroma, half as many in each direction
    /// @param cr as cb
    /// @param quality 1 to 100 on the scale of the IJG's library
    /// @return the file
    public byte[] write(float[] y, float[] cb, float[] cr, int quality) {
        size = 0;
        bits = 0;
        bitCount = 0;
        var luma = QuantisationTable.luma(quality);
        var chroma = QuantisationTable.chroma(quality);
        header(luma, chroma);
        int yDc = 0;
        int cbDc = 0;
        int crDc = 0;
        for (int row = 0; row < side / 16; row++) {
            for (int column = 0; column < side / 16; column++) {
                for (int i = 0; i < 4; i++) {
                    int at = (row * 16 + (i >> 1) * 8) * side + column * 16 + (i & 1) * 8;
                    yDc = encode(y, at, side, luma, HuffmanCode.LUMA_DC, HuffmanCode.LUMA_AC, yDc);
                }
                int at = row * 8 * (side / 2) + column * 8;
                cbDc = encode(cb, at, side / 2, chroma, HuffmanCode.CHROMA_DC, HuffmanCode.CHROMA_AC, cbDc);
                crDc = encode(cr, at, side / 2, chroma, HuffmanCode.CHROMA_DC, HuffmanCode.CHROMA_AC, crDc);
            }
        }
        finish();
        return Arrays.copyOf(out, size);
    }

    private void header(QuantisationTable luma, QuantisationTable chroma) {
        marker(0xD8);
        quantisation(0, luma);
        quantisation(1, chroma);
        marker(0xC0);
        put16(17);
        put(8);
        put16(side);
        put16(side);
        put(3);
        putAll(1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1);
        huffman(0x00, HuffmanCode.LUMA_DC);
        huffman(0x10, HuffmanCode.LUMA_AC);
        huffman(0x01, HuffmanCode.CHROMA_DC);
        huffman(0x11, HuffmanCode.CHROMA_AC);
        marker(0xDA);
        put16(12);
        putAll(3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0);
    }

    private void quantisation(int id, QuantisationTable table) {
        marker(0xDB);
        put16(67);
        put(id);
        for (int k = 0; k < 64; k++) {
            put(table.step(ZigZag.natural(k)));
        }
    }

    private void huffman(int classAndId, HuffmanCode code) {
        marker(0xC4);
        put16(3 + code.definition().length);
        put(classAndId);
        for (byte value : code.definition()) {
            put(value);
        }
    }

    private int encode(
            float[] plane,
            int at,
            int stride,
            QuantisationTable table,
            HuffmanCode dc,
            HuffmanCode ac,
            int previousDc) {
        for (int row = 0; row < 8; row++) {
            for (int column = 0; column < 8; column++) {
                block[row * 8 + column] = plane[at + row * stride + column] - 128;
            }
        }
        ForwardDct.transform(block);
        int level = table.quantise(block, 0);
        value(dc, 0, level - previousDc);
        int run = 0;
        for (int k = 1; k < 64; k++) {
            int coefficient = table.quantise(block, ZigZag.natural(k));
            if (coefficient == 0) {
                run++;
                continue;
            }
            for (; run > 15; run -= 16) {
                symbol(ac, 0xF0);
            }
            value(ac, run << 4, coefficient);
            run = 0;
        }
        if (run > 0) {
            symbol(ac, 0x00);
        }
        return level;
    }

    private void value(HuffmanCode code, int run, int value) {
        int length = 32 - Integer.numberOfLeadingZeros(Math.abs(value));
        symbol(code, run | length);
        bits(value < 0 ? value + (1 << length) - 1 : value, length);
    }

    private void symbol(HuffmanCode code, int symbol) {
        bits(code.bits(symbol), code.length(symbol));
    }

    private void bits(int value, int count) {
        bits = (bits << count) | value;
        bitCount += count;
        while (bitCount >= 8) {
            bitCount -= 8;
            int next = (int) (bits >>> bitCount) & 0xFF;
            put(next);
            if (next == 0xFF) {
                put(0);
            }
        }
    }

    private void finish() {
        if (bitCount > 0) {
            bits((1 << (8 - bitCount)) - 1, 8 - bitCount);
        }
        marker(0xD9);
    }

    private void marker(int code) {
        put(0xFF);
        put(code);
    }

    private void putAll(int... values) {
        for (int value : values) {
            put(value);
        }
    }

    private void put16(int value) {
        put(value >> 8);
        put(value);
    }

    private void put(int value) {
        if (size == out.length) {
            out = Arrays.copyOf(out, size * 2);
        }
        out[size++] = (byte) value;
    }
}
