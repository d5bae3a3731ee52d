package io.frostglass.veil.jpeg;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A scan of a progressive picture (ITU-T T.81 annex G): the first pass over a band of coefficients, or one bit more of
/// those that an earlier scan began.
///
/// At 1/8 only DC scans come here. At larger scales a coefficient goes straight into the samples; what later scans must
/// know of it, that it is not zero and its sign, is kept as two bits.
final class ProgressiveScan extends Scan {

    private final Header header;
    private final int bit;
    private final int[] predictions = new int[4];
    /// Blocks that are still to come without any code of their own.
    private int emptyBlocks;

    ProgressiveScan(EntropySource source, ReducedTransform transform, Header header) throws JpegRefusal {
        super(source, transform);
        this.header = header;
        this.bit = 1 << header.low();
        boolean refinesDc = header.first() == 0 && header.high() > 0;
        for (int i = 0; i < header.components().length; i++) {
            var table = header.first() == 0 ? header.dc()[i] : header.ac()[i];
            boolean usable = table != null && (header.first() > 0 ? table.isSound() : table.isForDc());
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
            var component = header.components()[componentOf[i]];
            if (header.first() > 0) {
                var table = header.ac()[0];
                if (table != null) {
                    band(component, blockAt[i], table);
                }
            } else if (header.high() == 0) {
                firstDc(component, componentOf[i], blockAt[i], header.dc()[componentOf[i]]);
            } else if (source.take(1) != 0) {
                addDc(component, blockAt[i], bit);
            }
        }
    }

    private void firstDc(Component component, int index, int block, @Nullable HuffmanTable table) {
        if (table != null) {
            predictions[index] += code(table) >> 16;
            addDc(component, block, predictions[index] << header.low());
        }
    }

    private void addDc(Component component, int block, int value) {
        if (transform.size() == 1) {
            component.dc[block] += (short) value;
        } else {
            component.add(block, 0, (short) value, transform);
        }
    }

    private void band(Component component, int block, HuffmanTable table) {
        if (header.high() == 0) {
            firstBand(component, block, table);
        } else {
            refineBand(component, block, table);
        }
    }

    private void firstBand(Component component, int block, HuffmanTable table) {
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

    private void refineBand(Component component, int block, HuffmanTable table) {
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

    /// Refines what is there on the way over `zeros` coefficients that are zero, and stops at the next such one.
    private int refineUntil(Component component, int block, int from, int zeros) {
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

    private void set(Component component, int block, int k, int value) {
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
