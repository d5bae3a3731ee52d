package io.frostglass.veil.jpeg;

import static io.frostglass.veil.jpeg.HuffmanTable.VALUE_BITS;

import java.util.Arrays;

/// A sequential scan (ITU-T T.81 F.2) read for all of its coefficients: small pictures, at 1/4 and larger.
final class SequentialScan extends JpegScan {

    private final JpegComponent[] components;
    private final HuffmanTable[] dc = new HuffmanTable[4];
    private final HuffmanTable[] ac = new HuffmanTable[4];
    private final int[] predictions = new int[4];

    SequentialScan(EntropySource source, ReducedTransform transform, ScanHeader header) throws JpegRefusal {
        super(source, transform);
        this.components = header.components();
        for (int i = 0; i < components.length; i++) {
            dc[i] = header.dcTable(i);
            ac[i] = header.acTable(i);
        }
    }

    @Override
    void reset() {
        Arrays.fill(predictions, 0);
    }

    @Override
    void mcu() {
        for (int i = 0; i < blocks; i++) {
            int component = componentOf[i];
            int entry = next(dc[component], dc[component].values());
            predictions[component] = (short) (predictions[component] + (entry >> 16));
            components[component].add(blockAt[i], 0, predictions[component], transform);
            alternating(components[component], blockAt[i], ac[component]);
        }
    }

    private void alternating(JpegComponent component, int block, HuffmanTable table) {
        int[] values = table.values();
        for (int k = 1; k < 64; k++) {
            int entry = next(table, values);
            k += (entry >> 5) & 127;
            if (k > 63) {
                return;
            }
            if (entry >> 16 != 0) {
                component.add(block, k, entry >> 16, transform);
            }
        }
    }

    /// The next code with its value, in the form of [HuffmanTable#values].
    private int next(HuffmanTable table, int[] values) {
        if (source.count < 32) {
            source.refill();
        }
        int entry = values[(int) (source.bits >>> (64 - VALUE_BITS))];
        if (entry == 0) {
            entry = table.entry(source.bits);
        }
        source.drop(entry & 31);
        return entry;
    }
}
