package io.frostglass.veil.jpeg;

/// Decodes a JPEG at the smallest scale that still has a wanted size: at 1/8 from its DC coefficients alone, at 1/4,
/// 1/2 and 1/1 from as many as contribute. A picture at full resolution is never built.
///
/// Reads baseline, extended and progressive Huffman files of 8 bits (ITU-T T.81), grey, YCbCr, RGB, CMYK and YCCK, with
/// any sampling and with restart markers. What is not by the book is treated as the IJG's library does: standard
/// Huffman
/// tables stand in for those that motion JPEG leaves out, bytes between segments are passed over, components of one id
/// count in their order, and what cannot be read is grey.
///
/// Pure Java: no byte of a file reaches native code. An instance keeps its buffers, which grow with the largest picture
/// and are bounded by the limits, and is not thread-safe.
public final class JpegReader {

    private final JpegLimits limits;
    private final int wanted;
    private final EntropySource source = new EntropySource();
    private final JpegComponent[] buffers = new JpegComponent[4];

    /// Makes a reader.
    ///
    /// @param limits of one file
    /// @param wanted shorter side of the result, at least, if the file has as much
    public JpegReader(JpegLimits limits, int wanted) {
        this.limits = limits;
        this.wanted = wanted;
        for (int i = 0; i < buffers.length; i++) {
            buffers[i] = new JpegComponent(0, 1, 1, 0);
        }
    }

    /// Reads one file.
    ///
    /// @param file not changed, and not kept
    public JpegOutcome read(byte[] file) {
        try {
            var picture = new JpegFile(file, limits, wanted, source, buffers).read();
            return new JpegOutcome.Decoded(picture);
        } catch (JpegRefusal refusal) {
            return new JpegOutcome.NotDecoded(refusal.problem());
        } finally {
            source.close();
        }
    }
}
