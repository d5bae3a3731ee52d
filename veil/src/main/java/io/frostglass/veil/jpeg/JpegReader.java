package io.frostglass.veil.jpeg;

/// Decodes a JPEG at the smallest scale that has a wanted size: at 1/8 from its DC coefficients alone, at 1/4, 1/2
/// and 1/1 from all that contribute. It never builds the picture at full resolution.
///
/// It reads baseline, extended and progressive Huffman files of 8 bits (ITU-T T.81), grey, YCbCr, RGB, CMYK and
/// YCCK, with any sampling and with restart markers. It treats faults as the IJG's library does: standard Huffman
/// tables replace those that motion JPEG leaves out, bytes between segments are skipped, components with one id
/// count in their order, and data that cannot be read is grey.
///
/// Pure Java: no byte of a file reaches native code. Not thread-safe: it reuses its buffers, which grow with the
/// largest picture up to the limits.
public final class JpegReader {

    private final JpegLimits limits;
    private final int wanted;
    private final EntropySource source = new EntropySource();
    private final JpegComponent[] buffers = new JpegComponent[4];

    /// @param wanted least length of the shorter side of the result, if the file has that many pixels
    public JpegReader(JpegLimits limits, int wanted) {
        this.limits = limits;
        this.wanted = wanted;
        for (int i = 0; i < buffers.length; i++) {
            buffers[i] = new JpegComponent(0, 1, 1, 0);
        }
    }

    /// Reads a file, which it neither changes nor keeps.
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
