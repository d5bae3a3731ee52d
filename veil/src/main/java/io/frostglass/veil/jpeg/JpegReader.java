package io.frostglass.veil.jpeg;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

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

    private static final int MAX_SAMPLES = 1 << 20;

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
            var picture = new JpegFile(file).read();
            return new JpegOutcome.Decoded(picture);
        } catch (JpegRefusal refusal) {
            return new JpegOutcome.NotDecoded(refusal.problem());
        } finally {
            source.close();
        }
    }

    /// One file, marker by marker (ITU-T T.81 B.2).
    private final class JpegFile {

        private final byte[] file;
        private final DecodeDeadline deadline = new DecodeDeadline(limits.time());
        private final ColourMarkers colours = new ColourMarkers();
        private final int[][] quantisations = new int[4][];
        private final @Nullable HuffmanTable[] dcTables = HuffmanTable.STANDARD_DC.clone();
        private final @Nullable HuffmanTable[] acTables = HuffmanTable.STANDARD_AC.clone();
        private ReducedTransform transform = ReducedTransform.of(1);
        private @Nullable FrameHeader frame;
        private int scans;
        private @Nullable Orientation orientation;
        private int restartInterval;
        private int at = 2;

        JpegFile(byte[] file) {
            this.file = file;
        }

        ReducedPicture read() throws JpegRefusal {
            JpegRefusal.when(file.length < 4 || file[0] != (byte) 0xFF || file[1] != (byte) 0xD8, JpegProblem.BROKEN);
            for (int segments = 0; !complete(); segments++) {
                JpegRefusal.when(segments == limits.segments(), JpegProblem.TOO_COMPLEX);
                deadline.check();
                if (!segment()) {
                    break;
                }
            }
            // Without the DC of luma, the first component, there is no picture.
            if (frame == null || frame.components()[0].precision == JpegComponent.NOTHING) {
                throw new JpegRefusal(JpegProblem.BROKEN);
            }
            return ReducedPicture.of(
                    frame,
                    colours.model(frame.components()),
                    transform,
                    Objects.requireNonNullElse(orientation, Orientation.UPRIGHT));
        }

        /// Whether no further scan can add anything.
        private boolean complete() {
            if (frame == null || (frame.progressive() && transform.size() > 1)) {
                return false;
            }
            for (var component : frame.components()) {
                if (component.precision != 0) {
                    return false;
                }
            }
            return true;
        }

        /// Reads the next marker and its segment, and returns whether there may be more.
        private boolean segment() throws JpegRefusal {
            at = MarkerScanner.next(file, at);
            if (at + 4 > file.length) {
                return false;
            }
            int marker = file[at + 1] & 0xFF;
            at += 2;
            if (MarkerScanner.standsAlone(marker)) {
                return marker != MarkerScanner.EOI;
            }
            int end = MarkerScanner.segmentEnd(file, at);
            if (end > file.length) {
                return false;
            }
            switch (marker) {
                case 0xC0, 0xC1, 0xC2 -> frame(marker, end);
                case 0xC3, 0xC5, 0xC6, 0xC7, 0xC8, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF ->
                    throw new JpegRefusal(JpegProblem.UNSUPPORTED);
                case 0xC4 -> TableSegments.huffman(file, at + 2, end, dcTables, acTables);
                case 0xDB -> TableSegments.quantisation(file, at + 2, end, quantisations);
                case 0xDD -> restartInterval = end - at < 4 ? 0 : FrameHeader.unsigned16(file, at + 2);
                case 0xE1 -> orientation = orientation == null ? Orientation.of(file, at, end) : orientation;
                case 0xE0 -> colours.app0(file, at, end);
                case 0xEE -> colours.app14(file, at, end);
                case 0xDA -> end = scan(end);
                default -> {}
            }
            at = end;
            return true;
        }

        private void frame(int marker, int end) throws JpegRefusal {
            if (frame != null) {
                throw new JpegRefusal(JpegProblem.BROKEN);
            }
            frame = FrameHeader.read(file, at, end, marker, limits.pixels());
            // Each block takes at least a bit. This limits memory by the size of the file, not by the claims of a
            // header.
            JpegRefusal.when(frame.blocks() > 32L * file.length, JpegProblem.BROKEN);
            transform = ReducedTransform.of(scale(frame.width(), frame.height()));
            for (int i = 0; i < frame.components().length; i++) {
                frame.components()[i].reuse(buffers[i]);
                frame.components()[i].prepare(transform, frame.progressive());
                buffers[i] = frame.components()[i];
            }
        }

        private int scale(int width, int height) {
            int scale = 1;
            long samples = (long) width * height / 64;
            while (scale < 8
                    && Math.min(width, height) * scale < 8 * wanted
                    && samples * scale * scale * 4 < MAX_SAMPLES) {
                scale *= 2;
            }
            return scale;
        }

        private int scan(int end) throws JpegRefusal {
            if (frame == null) {
                throw new JpegRefusal(JpegProblem.BROKEN);
            }
            var header = TableSegments.scan(file, at, end, frame, dcTables, acTables);
            if (begin(frame, header)) {
                source.open(file, end);
                decoder(frame, header).run(header, frame.mcusWide(), frame.mcusHigh(), restartInterval, deadline);
                end = source.filePosition();
            }
            return MarkerScanner.afterEntropy(file, end);
        }

        /// Counts a scan, and returns whether to decode it: not if it adds nothing at this scale, or repeats data.
        private boolean begin(FrameHeader frame, JpegScan.ScanHeader header) throws JpegRefusal {
            JpegRefusal.when(++scans > limits.scans(), JpegProblem.TOO_COMPLEX);
            for (var component : header.components()) {
                // At its first scan of any kind: a file may send other coefficients before the DC.
                if (!component.quantised) {
                    int[] steps = quantisations[component.tableId];
                    if (steps == null) {
                        throw new JpegRefusal(JpegProblem.BROKEN);
                    }
                    component.quantise(steps, transform);
                }
            }
            if (frame.progressive() && header.first() > 0) {
                return transform.size() > 1;
            }
            boolean refinement = frame.progressive() && header.high() > 0;
            for (var component : header.components()) {
                boolean useful = refinement
                        ? component.precision == header.high() && header.low() == header.high() - 1
                        : component.precision == JpegComponent.NOTHING;
                if (!useful) {
                    return false;
                }
            }
            for (var component : header.components()) {
                component.precision = frame.progressive() ? header.low() : 0;
            }
            return true;
        }

        private JpegScan decoder(FrameHeader frame, JpegScan.ScanHeader header) throws JpegRefusal {
            if (frame.progressive()) {
                return new ProgressiveScan(source, transform, header);
            }
            return transform.size() == 1
                    ? new SequentialDcScan(source, header)
                    : new SequentialScan(source, transform, header);
        }
    }
}
