package io.frostglass.veil.jpeg;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/// A sound JPEG in its segments, to put together again in other ways.
public final class JpegParts {

    static final int SOF0 = 0xC0;
    static final int DHT = 0xC4;
    static final int SOS = 0xDA;
    static final int DQT = 0xDB;
    static final int DNL = 0xDC;
    private static final int EOI = 0xD9;
    private static final byte[] START = {(byte) 0xFF, (byte) 0xD8};
    private static final byte[] END = {(byte) 0xFF, (byte) EOI};

    private final List<byte[]> segments;

    private JpegParts(List<byte[]> segments) {
        this.segments = segments;
    }

    public static JpegParts of(byte[] jpeg) {
        var segments = new ArrayList<byte[]>();
        int at = 2;
        while (at + 4 <= jpeg.length && (jpeg[at + 1] & 0xFF) != EOI) {
            int end = at + 2 + FrameHeader.unsigned16(jpeg, at + 2);
            if ((jpeg[at + 1] & 0xFF) == SOS) {
                end = MarkerScanner.afterEntropy(jpeg, end);
            }
            segments.add(Arrays.copyOfRange(jpeg, at, Math.min(end, jpeg.length)));
            at = end;
        }
        return new JpegParts(segments);
    }

    /// A file with a scan for each of some grey files of one size: each becomes a component.
    static byte[] combined(int[] ids, byte[]... greys) {
        var first = of(greys[0]);
        byte[] header = new byte[10 + 3 * greys.length];
        System.arraycopy(first.only(SOF0), 0, header, 0, 10);
        header[3] = (byte) (header.length - 2);
        header[9] = (byte) greys.length;
        var parts = first.without(SOF0).without(SOS).segments;
        parts.removeIf(segment -> (segment[1] & 0xFF) >= 0xE0);
        parts.add(header);
        for (int i = 0; i < greys.length; i++) {
            byte[] scan = of(greys[i]).only(SOS).clone();
            scan[5] = (byte) ids[i];
            parts.add(scan);
            header[10 + 3 * i] = (byte) ids[i];
            header[11 + 3 * i] = 0x11;
        }
        return new JpegParts(parts).bytes();
    }

    static byte[] segment(int marker, int... content) {
        byte[] segment = new byte[4 + content.length];
        segment[0] = (byte) 0xFF;
        segment[1] = (byte) marker;
        segment[3] = (byte) (2 + content.length);
        for (int i = 0; i < content.length; i++) {
            segment[4 + i] = (byte) content[i];
        }
        return segment;
    }

    /// The segments, each with its marker, and a scan with its entropy-coded data. May be changed.
    public List<byte[]> segments() {
        return segments;
    }

    byte[] only(int marker) {
        return segments.stream().filter(is(marker)).findFirst().orElseThrow();
    }

    JpegParts without(int marker) {
        return new JpegParts(
                new ArrayList<>(segments.stream().filter(is(marker).negate()).toList()));
    }

    /// With bytes of any kind before the first segment of a kind.
    JpegParts before(int marker, byte[] added) {
        int at = segments.indexOf(only(marker));
        segments.add(at, added);
        return this;
    }

    JpegParts after(int marker, byte[] added) {
        int at = segments.indexOf(only(marker));
        segments.add(at + 1, added);
        return this;
    }

    private static Predicate<byte[]> is(int marker) {
        return segment -> segment.length > 1 && (segment[1] & 0xFF) == marker;
    }

    public byte[] bytes() {
        return bytes(new byte[0], END);
    }

    /// With bytes between all segments, and an end of its own.
    byte[] bytes(byte[] between, byte[] end) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(START);
        for (byte[] segment : segments) {
            out.writeBytes(between);
            out.writeBytes(segment);
        }
        out.writeBytes(between);
        out.writeBytes(end);
        return out.toByteArray();
    }
}
