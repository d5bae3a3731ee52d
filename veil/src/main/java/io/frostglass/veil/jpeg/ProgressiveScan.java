package io.frostglass.veil.jpeg;

import java.util.Arrays;

/// A scan of a progressive picture (ITU-T T.81 annex G): the first pass over a band of coefficients, or one more bit
/// of coefficients of an earlier scan.
///
/// At 1/8 it reads DC scans only. At larger scales it adds a coefficient to the samples at once, and keeps two bits
/// of it for later scans: whether it is zero, and its sign.
final class ProgressiveScan extends JpegScan {

    private final ScanHeader header;
    private final int bit;
    /// By component; not used to refine DC.
    private final HuffmanTable[] tables = new HuffmanTable[4];

    private final int[] predictions = new int[4];
    /// Following blocks without codes.
    private int emptyBlocks;

    ProgressiveScan(EntropySource source, ReducedTransform transform, ScanHeader header) throws JpegRefusal {
        super(source, transform);
        this.header = header;
        this.bit = 1 << header.low();
        for (int i = 0; i < header.components().length; i++) {
            if (header.first() > 0) {
                tables[i] = header.acTable(i);
            } else if (header.high() == 0) {
                tables[i] = header.dcTable(i);
            }
        }
    }

    @Override
    void reset() {
        Arrays.fill(predictions, 0);
        emptyBlocks = 0;
    }

    @Override
    void mcu() {
        for (int i = 0; i < blocks; i++) {
            var component = header.components()[componentOf[i]];
            if (header.first() > 0) {
                band(component, blockAt[i], tables[0]);
            } else if (header.high() == 0) {
                firstDc(component, componentOf[i], blockAt[i]);
            } else if (source.take(1) != 0) {
                addDc(component, blockAt[i], bit);
            }
        }
    }

    private void firstDc(JpegComponent component, int index, int block) {
        predictions[index] += code(tables[index]) >> 16;
        addDc(component, block, predictions[index] << header.low());
    }

    private void addDc(JpegComponent component, int block, int value) {
        if (transform.size() == 1) {
            component.dc[block] += (short) value;
        } else {
            component.add(block, 0, (short) value, transform);
        }
    }

    private void band(JpegComponent component, int block, HuffmanTable table) {
        if (header.high() == 0) {
            firstBand(component, block, table);
        } else {
            refineBand(component, block, table);
        }
    }

    private void firstBand(JpegComponent component, int block, HuffmanTable table) {
        if (emptyBlocks > 0) {
            emptyBlocks--;
            return;
        }
        for (int k = header.first(); k <= header.last(); k++) {
            int symbol = symbol(table);
            int run = symbol >> 4;
            int size = symbol & 15;
            if (size == 0 && run < 15) {
                emptyBlocks = (1 << run) - 1 + source.take(run);
                return;
            }
            k += run;
            if (size > 0 && k <= header.last()) {
                int value = HuffmanTable.extend(bits(), size);
                set(component, block, k, value);
            }
            source.drop(size);
        }
    }

    private void refineBand(JpegComponent component, int block, HuffmanTable table) {
        int k = header.first();
        while (emptyBlocks == 0 && k <= header.last()) {
            int symbol = symbol(table);
            int run = symbol >> 4;
            int size = symbol & 15;
            if (size == 0 && run < 15) {
                emptyBlocks = (1 << run) + source.take(run);
                break;
            }
            int sign = size == 0 ? 0 : source.take(1) == 0 ? -1 : 1;
            k = refineUntil(component, block, k, run);
            if (sign != 0 && k <= header.last()) {
                set(component, block, k, sign);
            }
            k++;
        }
        if (emptyBlocks > 0) {
            refineUntil(component, block, k, 64);
            emptyBlocks--;
        }
    }

    /// Refines coefficients while it passes `zeros` that are zero, and stops at the next that is zero.
    private int refineUntil(JpegComponent component, int block, int from, int zeros) {
        int left = zeros;
        for (int k = from; k <= header.last(); k++) {
            if ((component.nonZero[block] >> k & 1) == 0) {
                if (left-- == 0) {
                    return k;
                }
            } else if (source.take(1) != 0) {
                boolean below = (component.negative[block] >> k & 1) != 0;
                component.add(block, k, below ? -bit : bit, transform);
            }
        }
        return header.last() + 1;
    }

    private void set(JpegComponent component, int block, int k, int value) {
        component.nonZero[block] |= 1L << k;
        if (value < 0) {
            component.negative[block] |= 1L << k;
        }
        component.add(block, k, value * bit, transform);
    }

    private long bits() {
        if (source.count < 32) {
            source.refill();
        }
        return source.bits;
    }

    private int symbol(HuffmanTable table) {
        int code = table.codes()[(int) (bits() >>> (64 - HuffmanTable.VALUE_BITS))];
        if (code == 0) {
            code = table.code(source.bits);
        }
        source.drop(code >> 8);
        return code & 0xFF;
    }

    private int code(HuffmanTable table) {
        int entry = table.values()[(int) (bits() >>> (64 - HuffmanTable.VALUE_BITS))];
        if (entry == 0) {
            entry = table.entry(source.bits);
        }
        source.drop(entry & 31);
        return entry;
    }
}
