package io.frostglass.veil.jpeg;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Remembers tables by the bytes that define them: cameras use few, most of them those of T.81 annex K.
///
/// Bounded: when it is full, new tables are built and forgotten, so that a stream of odd files costs time and no
/// memory.
final class HuffmanTables {

    private static final int MAX = 64;
    private static final ConcurrentHashMap<Definition, HuffmanTable> KNOWN = new ConcurrentHashMap<>();

    /// The tables of T.81 K.3 to K.6 by their place, which a file may leave out: cameras that send motion JPEG do.
    private static final List<HuffmanTable> STANDARD_DC = List.of(of(HuffmanCode.LUMA_DC), of(HuffmanCode.CHROMA_DC));

    private static final List<HuffmanTable> STANDARD_AC = List.of(of(HuffmanCode.LUMA_AC), of(HuffmanCode.CHROMA_AC));

    private HuffmanTables() {}

    /// The table of a place that a file left empty; null where there is no standard one.
    static @Nullable HuffmanTable standardDc(int place) {
        return place < STANDARD_DC.size() ? STANDARD_DC.get(place) : null;
    }

    /// Likewise for the other coefficients.
    static @Nullable HuffmanTable standardAc(int place) {
        return place < STANDARD_AC.size() ? STANDARD_AC.get(place) : null;
    }

    private static HuffmanTable of(HuffmanCode code) {
        byte[] definition = code.definition();
        return of(definition, 0, definition.length - 16);
    }

    /// Gives the table of a DHT segment.
    ///
    /// @param file holds 16 counts at `at`, and as many symbols as they say after them; the caller has checked that
    /// @param symbols their number
    static HuffmanTable of(byte[] file, int at, int symbols) {
        var definition = new Definition(Arrays.copyOfRange(file, at, at + 16 + symbols));
        var known = KNOWN.get(definition);
        if (known != null) {
            return known;
        }
        var table = new HuffmanTable(
                Arrays.copyOf(definition.bytes, 16), Arrays.copyOfRange(definition.bytes, 16, 16 + symbols));
        if (KNOWN.size() >= MAX) {
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
