package io.frostglass.veil.jpeg;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Caches tables by the bytes that define them: cameras use few, most of them those of T.81 annex K. A full cache is
/// cleared, so unusual files cost time and no memory.
final class HuffmanTables {

    private static final int MAX = 64;
    private static final ConcurrentHashMap<ByteBuffer, HuffmanTable> KNOWN = new ConcurrentHashMap<>();

    /// The tables of T.81 K.3 to K.6 by place. A file may leave them out, as motion JPEG of cameras does.
    static final @Nullable HuffmanTable[] STANDARD_DC = {of(HuffmanCode.LUMA_DC), of(HuffmanCode.CHROMA_DC), null, null
    };

    static final @Nullable HuffmanTable[] STANDARD_AC = {of(HuffmanCode.LUMA_AC), of(HuffmanCode.CHROMA_AC), null, null
    };

    private HuffmanTables() {}

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
        if (KNOWN.size() >= MAX) {
            KNOWN.clear();
        }
        KNOWN.put(ByteBuffer.wrap(definition), table);
        return table;
    }
}
