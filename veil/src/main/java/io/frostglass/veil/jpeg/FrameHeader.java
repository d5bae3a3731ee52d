package io.frostglass.veil.jpeg;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A frame header (ITU-T T.81 B.2.2), checked.
///
/// @param mostAcross largest horizontal sampling factor
/// @param mostDown largest vertical sampling factor
@SuppressWarnings("ArrayRecordComponent")
record FrameHeader(
        int width, int height, boolean progressive, JpegComponent[] components, int mostAcross, int mostDown) {

    private static final int PROGRESSIVE = 0xC2;

    /// @param at index of the segment's length
    /// @param end index behind its last byte
    static FrameHeader read(byte[] file, int at, int end, int marker, long mostPixels) throws JpegRefusal {
        int amount = end - at < 8 ? 0 : file[at + 7] & 0xFF;
        JpegRefusal.when(amount == 0 || end - at < 8 + 3 * amount, JpegProblem.BROKEN);
        JpegRefusal.when(file[at + 2] != 8 || amount > 4, JpegProblem.UNSUPPORTED);
        int stated = unsigned16(file, at + 3);
        int height = stated == 0 ? MarkerScanner.numberOfLines(file, end) : stated;
        int width = unsigned16(file, at + 5);
        JpegRefusal.when(width == 0 || height == 0, JpegProblem.BROKEN);
        JpegRefusal.when((long) width * height > mostPixels, JpegProblem.TOO_MANY_PIXELS);
        var components = new JpegComponent[amount];
        int across = 1;
        int down = 1;
        for (int i = 0; i < amount; i++) {
            components[i] = component(file, at + 8 + 3 * i);
            across = Math.max(across, components[i].across);
            down = Math.max(down, components[i].down);
        }
        for (var component : components) {
            component.layOut(width, height, across, down);
        }
        return new FrameHeader(width, height, marker == PROGRESSIVE, components, across, down);
    }

    private static JpegComponent component(byte[] file, int at) throws JpegRefusal {
        int across = (file[at + 1] & 0xFF) >> 4;
        int down = file[at + 1] & 15;
        int table = file[at + 2] & 0xFF;
        JpegRefusal.when(across < 1 || across > 4 || down < 1 || down > 4 || table > 3, JpegProblem.BROKEN);
        return new JpegComponent(file[at] & 0xFF, across, down, table);
    }

    static int unsigned16(byte[] file, int at) {
        return ((file[at] & 0xFF) << 8) | (file[at + 1] & 0xFF);
    }

    int mcusWide() {
        return (width + 8 * mostAcross - 1) / (8 * mostAcross);
    }

    int mcusHigh() {
        return (height + 8 * mostDown - 1) / (8 * mostDown);
    }

    long blocks() {
        long sum = 0;
        for (var component : components) {
            sum += component.blocks;
        }
        return sum;
    }

    /// The component that a scan refers to. Some files give several components the same id: they come in their
    /// order.
    ///
    /// @param taken the components that the scan referred to before
    @Nullable
    JpegComponent byId(int id, @Nullable JpegComponent[] taken) {
        JpegComponent found = null;
        for (var component : components) {
            if (component.id == id && !Arrays.asList(taken).contains(component)) {
                if (!component.quantised) {
                    return component;
                }
                found = found == null ? component : found;
            }
        }
        return found;
    }
}
