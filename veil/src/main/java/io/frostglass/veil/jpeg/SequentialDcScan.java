package io.frostglass.veil.jpeg;

import static io.frostglass.veil.jpeg.HuffmanTable.END;
import static io.frostglass.veil.jpeg.HuffmanTable.SKIP_BITS;
import static io.frostglass.veil.jpeg.HuffmanTable.VALUE_BITS;

import java.util.Arrays;

/// A sequential scan (ITU-T T.81 F.2) read for its DC coefficients only: the picture at 1/8.
///
/// Decoding spends almost all of its time in this loop.
final class SequentialDcScan extends JpegScan {

    private final HuffmanTable[] dcCodes = new HuffmanTable[4];
    private final HuffmanTable[] acCodes = new HuffmanTable[4];
    private final int[][] dcValues = new int[4][];
    private final short[][] acSkips = new short[4][];
    private final short[][] targets = new short[4][];
    private final int[] predictions = new int[4];

    SequentialDcScan(EntropySource source, ScanHeader header) throws JpegRefusal {
        super(source, ReducedTransform.of(1));
        for (int i = 0; i < header.components().length; i++) {
            dcCodes[i] = header.dcTable(i);
            acCodes[i] = header.acTable(i);
            dcValues[i] = dcCodes[i].values();
            acSkips[i] = acCodes[i].skips();
            targets[i] = header.components()[i].dc;
        }
    }

    @Override
    void reset() {
        Arrays.fill(predictions, 0);
    }

    @Override
    void mcu() {
        byte[] window = source.window;
        long bits = source.bits;
        int count = source.count;
        int position = source.position;
        for (int i = 0; i < blocks; i++) {
            int component = componentOf[i];
            bits |= EntropySource.longAt(window, position) >>> count;
            position += (63 - count) >>> 3;
            count |= 56;

            int entry = dcValues[component][(int) (bits >>> (64 - VALUE_BITS))];
            int difference = entry >> 16;
            int drop = entry & 31;
            if (entry == 0) {
                entry = dcCodes[component].entry(bits);
                difference = entry >> 16;
                drop = entry & 31;
            }
            bits <<= drop;
            count -= drop;
            predictions[component] += difference;
            targets[component][blockAt[i]] = (short) predictions[component];

            short[] skips = acSkips[component];
            int k = 1;
            while (true) {
                if (count < SKIP_BITS) {
                    bits |= EntropySource.longAt(window, position) >>> count;
                    position += (63 - count) >>> 3;
                    count |= 56;
                }
                int skip = skips[(int) (bits >>> (64 - SKIP_BITS))];
                int next = k + (skip >> 5);
                if (next <= 64 || (next >= END && next < END + 64)) {
                    bits <<= skip & 31;
                    count -= skip & 31;
                    if (next >= 64) {
                        break;
                    }
                    k = next;
                    continue;
                }
                // A long code, or a skip that would continue into the next block: one code at a time.
                if (count < 32) {
                    bits |= EntropySource.longAt(window, position) >>> count;
                    position += (63 - count) >>> 3;
                    count |= 56;
                }
                int code = acCodes[component].code(bits);
                drop = (code >> 8) + (code & 15);
                bits <<= drop;
                count -= drop;
                k += ((code >> 4) & 15) + 1;
                if (k >= 64 || ((code & 15) == 0 && (code & 0xF0) != 0xF0)) {
                    break;
                }
            }
        }
        source.bits = bits;
        source.count = count;
        source.position = position;
    }
}
