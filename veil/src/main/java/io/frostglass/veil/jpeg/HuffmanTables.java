package io.frostglass.veil.jpeg;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;

/// Remembers tables by the bytes that define them: cameras use few, most of them those of T.81 annex K.
///
/// Bounded: when it is full, new tables are built and forgotten, so that a stream of odd files costs time and no
/// memory.
final class HuffmanTables {

    private static final int MOST = 64;
    private static final ConcurrentHashMap<Definition, HuffmanTable> KNOWN = new ConcurrentHashMap<>();

    private HuffmanTables() {}

    /// Gives the table of a DHT segment.
    ///
    /// @param file holds 16 counts at `at`, and as many symbols as they say after them; the caller has checked that
    /// @param symbols their number
    static HuffmanTable of(byte[] file, int at, int symbols) throws JpegRefusal {
        var definition = new Definition(Arrays.copyOfRange(file, at, at + 16 + symbols));
        var known = KNOWN.get(definition);
        if (known != null) {
            return known;
        }
        var table = new HuffmanTable(
                Arrays.copyOf(definition.bytes, 16), Arrays.copyOfRange(definition.bytes, 16, 16 + symbols));
        if (KNOWN.size() >= MOST) {
            KNOWN.clear();
        }
        KNOWN.put(definition, table);
        return table;
    }

    private static final class Definition {

        private final byte[] bytes;

        Definition(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Definition that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }
}
