package io.frostglass.veil.jpeg;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A Huffman code for reading (ITU-T T.81 annex C and F.2.2.3), with lookup tables for the next bits:
///
/// - [#values]: a code and its value bits in one step.
/// - [#skips]: as many codes with their value bits as fit into the window, in one step. For coefficients whose
///   values are not needed; this makes decoding at 1/8 fast.
/// - [#codes]: a code alone, for progressive files.
///
/// A table is built when a scan first needs it. Immutable to its users.
final class HuffmanTable {

    /// Bits of the window of [#values].
    static final int VALUE_BITS = 11;
    /// Bits of the window of [#skips]: the largest for which the tables of luma and chroma share a 48 KB cache.
    static final int SKIP_BITS = 13;
    /// Added to the advance in [#skips] where the block ends.
    static final int END = 128;

    /// Tables by the bytes that define them: cameras use few, most of them those of T.81 annex K. A full cache is
    /// cleared, so unusual files cost time and no memory.
    private static final ConcurrentHashMap<ByteBuffer, HuffmanTable> KNOWN = new ConcurrentHashMap<>();

    private static final int MAX_KNOWN = 64;

    /// The tables of T.81 K.3 to K.6 by place. A file may leave them out, as motion JPEG of cameras does.
    static final @Nullable HuffmanTable[] STANDARD_DC = {of(HuffmanCode.LUMA_DC), of(HuffmanCode.CHROMA_DC), null, null
    };

    static final @Nullable HuffmanTable[] STANDARD_AC = {of(HuffmanCode.LUMA_AC), of(HuffmanCode.CHROMA_AC), null, null
    };

    private static final int NOTHING_FITS = 64 << 5;
    private static final int BAD_CODE = 17 << 8;

    private final byte[] symbols;
    private final boolean sound;
    private final int[] firstCode = new int[17];
    private final int[] lastCode = new int[17];
    private final int[] offset = new int[17];
    private volatile int @Nullable [] values;
    private volatile short @Nullable [] codes;
    private volatile short @Nullable [] skips;

    /// Builds the code of a DHT segment. One that is not [#isSound] must not be asked for more.
    ///
    /// @param counts how many codes of 1 to 16 bits there are
    /// @param symbols in the order of their codes
    private HuffmanTable(byte[] counts, byte[] symbols) {
        this.symbols = symbols;
        boolean fits = true;
        int code = 0;
        int index = 0;
        for (int length = 1; length <= 16; length++) {
            int amount = counts[length - 1] & 0xFF;
            offset[length] = index - code;
            firstCode[length] = code;
            code += amount;
            index += amount;
            lastCode[length] = amount == 0 ? -1 : code - 1;
            fits &= code <= 1 << length;
            code <<= 1;
        }
        sound = fits;
    }

    private static HuffmanTable of(HuffmanCode code) {
        return of(code.definition(), 0, code.definition().length - 16);
    }

    /// Returns the table of a DHT segment.
    ///
    /// @param file holds 16 counts at `at`, and as many symbols as they state after them; the caller has checked
    /// that
    /// @param symbols their number
    static HuffmanTable of(byte[] file, int at, int symbols) {
        var known = KNOWN.get(ByteBuffer.wrap(file, at, 16 + symbols));
        if (known != null) {
            return known;
        }
        byte[] definition = Arrays.copyOfRange(file, at, at + 16 + symbols);
        var table =
                new HuffmanTable(Arrays.copyOf(definition, 16), Arrays.copyOfRange(definition, 16, definition.length));
        if (KNOWN.size() >= MAX_KNOWN) {
            KNOWN.clear();
        }
        KNOWN.put(ByteBuffer.wrap(definition), table);
        return table;
    }

    /// Whether its codes fit into their lengths. A file may hold an invalid table that no scan uses.
    boolean isSound() {
        return sound;
    }

    /// Whether it can be used for DC differences.
    boolean isForDc() {
        if (!sound) {
            return false;
        }
        for (byte symbol : symbols) {
            if ((symbol & 0xFF) > 15) {
                return false;
            }
        }
        return true;
    }

    /// The first code of the bits: its length in bits 8 and up, its symbol below. A code that does not exist counts
    /// as 17 bits and symbol 0, as in the IJG's library.
    int code(long bits) {
        for (int length = 1; length <= 16; length++) {
            int code = (int) (bits >>> (64 - length));
            if (code <= lastCode[length]) {
                return (length << 8) | (symbols[code + offset[length]] & 0xFF);
            }
        }
        return BAD_CODE;
    }

    /// By the next [#VALUE_BITS] bits: what [#code] gives, or 0 for longer codes.
    short[] codes() {
        short[] table = codes;
        if (table == null) {
            table = new short[1 << VALUE_BITS];
            for (int window = 0; window < table.length; window++) {
                int code = code((long) window << (64 - VALUE_BITS));
                table[window] = (short) (code >> 8 > VALUE_BITS ? 0 : code);
            }
            codes = table;
        }
        return table;
    }

    /// The value of `size` bits at the top (T.81 F.2.2.1, EXTEND).
    static int extend(long bits, int size) {
        if (size == 0) {
            return 0;
        }
        int raw = (int) (bits >>> (64 - size));
        return raw < 1 << (size - 1) ? raw - (1 << size) + 1 : raw;
    }

    /// By the next [#VALUE_BITS] bits: bits 0 to 4 how many to drop, 5 to 11 the run of zeros before the value (64
    /// at the end of a block), 16 and up the value; 0 where code and value do not fit.
    int[] values() {
        int[] table = values;
        if (table == null) {
            table = new int[1 << VALUE_BITS];
            for (int window = 0; window < table.length; window++) {
                table[window] = value(window);
            }
            values = table;
        }
        return table;
    }

    private int value(int window) {
        int entry = entry((long) window << (64 - VALUE_BITS));
        return (entry & 31) > VALUE_BITS ? 0 : entry;
    }

    /// The first code of the bits and its value, in the form of [#values] and for any length.
    int entry(long bits) {
        int code = code(bits);
        int length = code >> 8;
        int size = code & 15;
        int zeros = (code >> 4) & 15;
        int run = size == 0 && zeros != 15 ? 64 : zeros;
        return (extend(bits << length, size) << 16) | (run << 5) | (length + size);
    }

    /// By the next [#SKIP_BITS] bits: bits 0 to 4 how many to drop, 5 and up by how many coefficients that advances,
    /// with [#END] added at the end of a block; 64 and nothing to drop where not one code fits.
    short[] skips() {
        short[] table = skips;
        if (table == null) {
            table = new short[1 << SKIP_BITS];
            short[] firsts = firstCodes();
            for (int window = 0; window < table.length; window++) {
                table[window] = skip(window, firsts);
            }
            skips = table;
        }
        return table;
    }

    private static short skip(int window, short[] firsts) {
        int used = 0;
        int advance = 0;
        while (advance < 64) {
            int first = firsts[(window << used) & (firsts.length - 1)];
            int bits = first & 31;
            int step = first >> 5;
            // An advance over 64 could look like an end, and has no meaning within a block.
            boolean tooFar = step < END && advance + step > 64;
            if (bits == 0 || used + bits > SKIP_BITS || tooFar) {
                break;
            }
            used += bits;
            advance += step;
        }
        return (short) (advance == 0 ? NOTHING_FITS : (advance << 5) | used);
    }

    /// The same as [#skips] for one code only; 0 where it does not fit.
    private short[] firstCodes() {
        short[] firsts = new short[1 << SKIP_BITS];
        for (int length = 1; length <= SKIP_BITS; length++) {
            for (int code = firstCode[length]; code <= lastCode[length]; code++) {
                int symbol = symbols[code + offset[length]] & 0xFF;
                int bits = length + (symbol & 15);
                if (bits <= SKIP_BITS) {
                    int advance = (symbol & 15) == 0 && symbol != 0xF0 ? END : (symbol >> 4) + 1;
                    int from = code << (SKIP_BITS - length);
                    Arrays.fill(firsts, from, from + (1 << (SKIP_BITS - length)), (short) ((advance << 5) | bits));
                }
            }
        }
        return firsts;
    }
}
