package io.frostglass.veil.jpeg;

import org.jspecify.annotations.Nullable;

/// Parses the segments that define tables, and the scan header that refers to them (ITU-T T.81 B.2.3 and B.2.4).
final class TableSegments {

    private TableSegments() {}

    /// DHT: any number of tables, each a class and a place, 16 counts and the symbols.
    static void huffman(
            byte[] file, int from, int end, @Nullable HuffmanTable[] dcTables, @Nullable HuffmanTable[] acTables)
            throws JpegRefusal {
        int at = from;
        while (at + 17 <= end) {
            int place = file[at] & 0xFF;
            int symbols = 0;
            for (int i = 1; i <= 16; i++) {
                symbols += file[at + i] & 0xFF;
            }
            JpegRefusal.when(
                    (place & 15) > 3 || place >> 4 > 1 || symbols > 256 || at + 17 + symbols > end, JpegProblem.BROKEN);
            var tables = place >> 4 == 0 ? dcTables : acTables;
            tables[place & 15] = HuffmanTable.of(file, at + 1, symbols);
            at += 17 + symbols;
        }
    }

    /// DQT: any number of tables, each a precision and a place, and 64 steps in zigzag order.
    static void quantisation(byte[] file, int from, int end, int[][] quantisations) throws JpegRefusal {
        int at = from;
        while (at < end) {
            int place = file[at] & 15;
            int width = (file[at] & 0xF0) == 0 ? 1 : 2;
            JpegRefusal.when(place > 3 || at + 1 + 64 * width > end, JpegProblem.BROKEN);
            int[] steps = new int[64];
            for (int k = 0; k < 64; k++) {
                int step = at + 1 + k * width;
                steps[k] = width == 1 ? file[step] & 0xFF : FrameHeader.unsigned16(file, step);
            }
            quantisations[place] = steps;
            at += 1 + 64 * width;
        }
    }

    /// SOS: the components, the tables of each, the band and its bits.
    static JpegScan.ScanHeader scan(
            byte[] file,
            int at,
            int end,
            FrameHeader frame,
            @Nullable HuffmanTable[] dcTables,
            @Nullable HuffmanTable[] acTables)
            throws JpegRefusal {
        int amount = end - at < 6 ? 0 : file[at + 2] & 0xFF;
        JpegRefusal.when(amount < 1 || amount > 4 || end - at < 6 + 2 * amount, JpegProblem.BROKEN);
        var components = new JpegComponent[amount];
        var dc = new HuffmanTable[amount];
        var ac = new HuffmanTable[amount];
        int blocks = 0;
        for (int i = 0; i < amount; i++) {
            int entry = at + 3 + 2 * i;
            var component = frame.byId(file[entry] & 0xFF, components);
            int tables = file[entry + 1] & 0xFF;
            if (component == null || tables >> 4 > 3 || (tables & 15) > 3) {
                throw new JpegRefusal(JpegProblem.BROKEN);
            }
            components[i] = component;
            dc[i] = dcTables[tables >> 4];
            ac[i] = acTables[tables & 15];
            blocks += component.across * component.down;
        }
        int tail = at + 3 + 2 * amount;
        int first = frame.progressive() ? file[tail] & 0xFF : 0;
        int last = frame.progressive() ? file[tail + 1] & 0xFF : 63;
        int bits = frame.progressive() ? file[tail + 2] & 0xFF : 0;
        boolean band = first == 0 ? !frame.progressive() || last == 0 : last >= first && last < 64 && amount == 1;
        JpegRefusal.when(!band || (bits & 15) > 13 || (amount > 1 && blocks > JpegScan.MAX_BLOCKS), JpegProblem.BROKEN);
        return new JpegScan.ScanHeader(components, dc, ac, first, last, bits >> 4, bits & 15);
    }
}
