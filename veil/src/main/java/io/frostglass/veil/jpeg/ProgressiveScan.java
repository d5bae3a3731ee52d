package io.frostglass.veil.jpeg;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A scan of a progressive picture (ITU-T T.81 annex G): the first pass over a band of coefficients, or one bit more of
/// those that an earlier scan began.
///
/// At 1/8 only DC scans come here. At larger scales a coefficient goes straight into the samples; what later scans must
/// know of it, that it is not zero and its sign, is kept as two bits.
final class ProgressiveScan extends JpegScan {

    private final ScanHeader scanHeader;
    private final int bit;
    private final int[] predictions = new int[4];
    /// Blocks that are still to come without any code of their own.
    private int emptyBlocks;

    ProgressiveScan(EntropySource source, ReducedTransform transform, ScanHeader scanHeader) throws JpegRefusal {
        super(source, transform);
        this.scanHeader = scanHeader;
        this.bit = 1 << scanHeader.low();
        boolean refinesDc = scanHeader.first() == 0 && scanHeader.high() > 0;
        for (int i = 0; i < scanHeader.components().length; i++) {
            var table =
                    scanHeader.first() == 0 ? scanHeader.dc()[i] : scanHeader.ac()[i];
            boolean usable = table != null && (scanHeader.first() > 0 ? table.isSound() : table.isForDc());
            if (!refinesDc && !usable) {
                throw new JpegRefusal(JpegProblem.BROKEN);
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
            var jpegComponent = scanHeader.components()[componentOf[i]];
            if (scanHeader.first() > 0) {
                var table = scanHeader.ac()[0];
                if (table != null) {
                    band(jpegComponent, blockAt[i], table);
                }
            } else if (scanHeader.high() == 0) {
                firstDc(jpegComponent, componentOf[i], blockAt[i], scanHeader.dc()[componentOf[i]]);
            } else if (source.take(1) != 0) {
                addDc(jpegComponent, blockAt[i], bit);
            }
        }
    }

    private void firstDc(JpegComponent jpegComponent, int index, int block, @Nullable HuffmanTable table) {
        if (table != null) {
            predictions[index] += code(table) >> 16;
            addDc(jpegComponent, block, predictions[index] << scanHeader.low());
        }
    }

    private void addDc(JpegComponent jpegComponent, int block, int value) {
        if (transform.size() == 1) {
            jpegComponent.dc[block] += (short) value;
        } else {
            jpegComponent.add(block, 0, (short) value, transform);
        }
    }

    private void band(JpegComponent jpegComponent, int block, HuffmanTable table) {
        if (scanHeader.high() == 0) {
            firstBand(jpegComponent, block, table);
        } else {
            refineBand(jpegComponent, block, table);
        }
    }

    private void firstBand(JpegComponent jpegComponent, int block, HuffmanTable table) {
        if (emptyBlocks > 0) {
            emptyBlocks--;
            return;
        }
        for (int k = scanHeader.first(); k <= scanHeader.last(); k++) {
            int symbol = symbol(table);
            int run = symbol >> 4;
            int size = symbol & 15;
            if (size == 0 && run < 15) {
                emptyBlocks = (1 << run) - 1 + source.take(run);
                return;
            }
            k += run;
            if (size > 0 && k <= scanHeader.last()) {
                int value = HuffmanTable.extend(bits(), size);
                set(jpegComponent, block, k, value);
            }
            source.drop(size);
        }
    }

    private void refineBand(JpegComponent jpegComponent, int block, HuffmanTable table) {
        int k = scanHeader.first();
        while (emptyBlocks == 0 && k <= scanHeader.last()) {
            int symbol = symbol(table);
            int run = symbol >> 4;
            int size = symbol & 15;
            if (size == 0 && run < 15) {
                emptyBlocks = (1 << run) + source.take(run);
                break;
            }
            int sign = size == 0 ? 0 : source.take(1) == 0 ? -1 : 1;
            k = refineUntil(jpegComponent, block, k, run);
            if (sign != 0 && k <= scanHeader.last()) {
                set(jpegComponent, block, k, sign);
            }
            k++;
        }
        if (emptyBlocks > 0) {
            refineUntil(jpegComponent, block, k, 64);
            emptyBlocks--;
        }
    }

    /// Refines what is there on the way over `zeros` coefficients that are zero, and stops at the next such one.
    private int refineUntil(JpegComponent jpegComponent, int block, int from, int zeros) {
        int left = zeros;
        for (int k = from; k <= scanHeader.last(); k++) {
            if ((jpegComponent.nonZero[block] >> k & 1) == 0) {
                if (left-- == 0) {
                    return k;
                }
            } else if (source.take(1) != 0) {
                boolean below = (jpegComponent.negative[block] >> k & 1) != 0;
                jpegComponent.add(block, k, below ? -bit : bit, transform);
            }
        }
        return scanHeader.last() + 1;
    }

    private void set(JpegComponent jpegComponent, int block, int k, int value) {
        jpegComponent.nonZero[block] |= 1L << k;
        if (value < 0) {
            jpegComponent.negative[block] |= 1L << k;
        }
        jpegComponent.add(block, k, value * bit, transform);
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
