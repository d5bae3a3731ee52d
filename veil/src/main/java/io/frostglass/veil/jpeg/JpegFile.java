package io.frostglass.veil.jpeg;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One file, marker by marker (ITU-T T.81 B.2).
final class JpegFile {

    private static final int MAX_SAMPLES = 1 << 20;

    private final byte[] file;
    private final JpegLimits limits;
    private final int wanted;
    private final EntropySource source;
    private final JpegComponent[] buffers;
    private final DecodeDeadline decodeDeadline;
    private final ColourMarkers colours = new ColourMarkers();
    private final int[][] quantisations = new int[4][];
    private final @Nullable HuffmanTable[] dcTables = new HuffmanTable[4];
    private final @Nullable HuffmanTable[] acTables = new HuffmanTable[4];
    private ReducedTransform transform = ReducedTransform.of(1);
    private @Nullable FrameHeader frame;
    private @Nullable DecodeProgress decodeProgress;
    private Optional<Exif> exif = Optional.empty();
    private int restartInterval;
    private int at = 2;

    JpegFile(byte[] file, JpegLimits limits, int wanted, EntropySource source, JpegComponent[] buffers) {
        this.file = file;
        this.limits = limits;
        this.wanted = wanted;
        this.source = source;
        this.buffers = buffers;
        this.decodeDeadline = new DecodeDeadline(limits.time());
    }

    ReducedPicture read() throws JpegRefusal {
        if (file.length < 4 || file[0] != (byte) 0xFF || file[1] != (byte) 0xD8) {
            throw new JpegRefusal(JpegProblem.BROKEN);
        }
        for (int segments = 0; !complete(); segments++) {
            if (segments == limits.segments()) {
                throw new JpegRefusal(JpegProblem.TOO_COMPLEX);
            }
            decodeDeadline.check();
            if (!segment()) {
                break;
            }
        }
        if (frame == null || decodeProgress == null || !decodeProgress.begun()) {
            throw new JpegRefusal(JpegProblem.BROKEN);
        }
        return ReducedPicture.of(frame, colours.model(frame.components()), transform, exif);
    }

    private boolean complete() {
        return decodeProgress != null && decodeProgress.complete();
    }

    /// Reads the next marker and its segment.
    ///
    /// @return whether there may be more
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
            case 0xE1 -> exif = exif.isPresent() ? exif : Exif.of(file, at, end);
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
        // Each block takes at least a bit. Memory follows what was sent, not what a header claims.
        if (frame.blocks() > 32L * file.length) {
            throw new JpegRefusal(JpegProblem.BROKEN);
        }
        transform = ReducedTransform.of(scale(frame.width(), frame.height()));
        decodeProgress = new DecodeProgress(frame, transform, limits.scans());
        for (int i = 0; i < frame.components().length; i++) {
            frame.components()[i].reuse(buffers[i]);
            frame.components()[i].prepare(transform, frame.progressive());
            buffers[i] = frame.components()[i];
        }
    }

    private int scale(int width, int height) {
        int scale = 1;
        long samples = (long) width * height / 64;
        while (scale < 8 && Math.min(width, height) * scale < 8 * wanted && samples * scale * scale * 4 < MAX_SAMPLES) {
            scale *= 2;
        }
        return scale;
    }

    private int scan(int end) throws JpegRefusal {
        if (frame == null || decodeProgress == null) {
            throw new JpegRefusal(JpegProblem.BROKEN);
        }
        var scanHeader = TableSegments.scan(file, at, end, frame, dcTables, acTables);
        if (decodeProgress.begin(scanHeader, quantisations)) {
            source.open(file, end);
            kind(frame, scanHeader)
                    .run(scanHeader, frame.mcusWide(), frame.mcusHigh(), restartInterval, decodeDeadline);
            end = source.filePosition();
        }
        return MarkerScanner.afterEntropy(file, end);
    }

    private JpegScan kind(FrameHeader frame, JpegScan.ScanHeader scanHeader) throws JpegRefusal {
        if (frame.progressive()) {
            return new ProgressiveScan(source, transform, scanHeader);
        }
        return transform.size() == 1
                ? new SequentialDcScan(source, scanHeader)
                : new SequentialScan(source, transform, scanHeader);
    }
}
