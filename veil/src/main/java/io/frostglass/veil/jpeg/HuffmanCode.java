package io.frostglass.veil.jpeg;

import java.util.HexFormat;

/// A Huffman code for writing: one of the standard tables of ITU-T T.81 K.3 to K.6.
final class HuffmanCode {

    static final HuffmanCode LUMA_DC = new HuffmanCode("00010501010101010100000000000000", "000102030405060708090a0b");
    static final HuffmanCode CHROMA_DC =
            new HuffmanCode("00030101010101010101010000000000", "000102030405060708090a0b");
    static final HuffmanCode LUMA_AC = new HuffmanCode(
            "0002010303020403050504040000017d",
            "01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728"
                    + "292a3435363738393a434445464748494a535455565758595a636465666768696a737475767778797a838485868788"
                    + "898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9da"
                    + "e1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa");
    static final HuffmanCode CHROMA_AC = new HuffmanCode(
            "00020102040403040705040400010277",
            "000102031104052131061241510761711322328108144291a1b1c109233352f0156272d10a162434e125f11718191a26"
                    + "2728292a35363738393a434445464748494a535455565758595a636465666768696a737475767778797a8283848586"
                    + "8788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8"
                    + "d9dae2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8f9fa");

    private final byte[] definition;
    private final int[] codes = new int[256];
    private final int[] lengths = new int[256];

    /// Builds the code as T.81 C.2 does.
    ///
    /// @param counts how many codes of 1 to 16 bits there are, in hex
    /// @param symbols in the order of their codes, in hex
    private HuffmanCode(String counts, String symbols) {
        definition = HexFormat.of().parseHex(counts + symbols);
        int code = 0;
        int next = 16;
        for (int length = 1; length <= 16; length++) {
            for (int i = 0; i < definition[length - 1]; i++) {
                int symbol = definition[next++] & 0xFF;
                codes[symbol] = code++;
                lengths[symbol] = length;
            }
            code <<= 1;
        }
    }

    int bits(int symbol) {
        return codes[symbol];
    }

    int length(int symbol) {
        return lengths[symbol];
    }

    /// The content of its DHT segment: 16 counts, then the symbols. Not copied.
    byte[] definition() {
        return definition;
    }
}
