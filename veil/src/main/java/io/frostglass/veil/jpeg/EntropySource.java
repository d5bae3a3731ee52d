package io.frostglass.veil.jpeg;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The bits of an entropy-coded segment (ITU-T T.81 F.2.2.5).
///
/// It keeps a window of the file without stuffed zeros and with zeros after its end. The hot loops can take eight
/// bytes at once without a check for markers or the end: they call [#ensure] before an MCU and [#overrun] after it.
final class EntropySource {

    /// More than the largest MCU: ten blocks of 64 codes of 32 bits each.
    private static final int SLACK = 10 * 64 * 4 + 4 * Long.BYTES;

    private static final int CAPACITY = 32 << 10;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /// The next bits, the first of them at the top; [#count] of them are valid. The hot loops keep both in locals.
    long bits;

    int count;
    int position;
    final byte[] window = new byte[CAPACITY + SLACK];

    private byte[] file = {};
    private int next;
    private int limit;
    private boolean atMarker;

    /// Eight bytes of the window as they stand in the file.
    static long longAt(byte[] window, int position) {
        return (long) LONGS.get(window, position);
    }

    void open(byte[] data, int from) {
        file = data;
        next = from;
        begin();
    }

    /// Releases the file and erases the window.
    void close() {
        file = new byte[0];
        next = 0;
        Arrays.fill(window, 0, limit, (byte) 0);
        limit = 0;
    }

    /// The position of reading in the file.
    int filePosition() {
        return next;
    }

    private void begin() {
        Arrays.fill(window, 0, limit, (byte) 0);
        bits = 0;
        count = 0;
        position = 0;
        limit = 0;
        atMarker = false;
        fill();
    }

    /// Fills the window with a whole MCU at least.
    void ensure() {
        if (position > limit - SLACK && !atMarker) {
            slide();
        }
    }

    private void slide() {
        int kept = limit - position;
        System.arraycopy(window, position, window, 0, kept);
        Arrays.fill(window, kept, limit, (byte) 0);
        position = 0;
        limit = kept;
        fill();
    }

    /// Whether more bits were taken than there are.
    boolean overrun() {
        return position * 8L - count > limit * 8L;
    }

    private void fill() {
        while (limit < CAPACITY && !atMarker) {
            if (next + Long.BYTES <= file.length && limit + Long.BYTES <= CAPACITY) {
                long eight = (long) LONGS.get(file, next);
                if (!hasMarkerByte(eight)) {
                    LONGS.set(window, limit, eight);
                    limit += Long.BYTES;
                    next += Long.BYTES;
                    continue;
                }
            }
            fillByte();
        }
    }

    private void fillByte() {
        if (next >= file.length) {
            atMarker = true;
        } else if (file[next] != (byte) 0xFF) {
            window[limit++] = file[next++];
        } else if (next + 1 < file.length && file[next + 1] == 0) {
            window[limit++] = (byte) 0xFF;
            next += 2;
        } else if (next + 1 < file.length && file[next + 1] == (byte) 0xFF) {
            next++;
        } else {
            atMarker = true;
        }
    }

    /// Whether a byte of the eight is 0xFF.
    static boolean hasMarkerByte(long eight) {
        long inverted = ~eight;
        return ((inverted - 0x0101010101010101L) & ~inverted & 0x8080808080808080L) != 0;
    }

    /// Continues after a restart marker, as the IJG's library does. A marker one or two ahead means that one was
    /// lost, whose interval stays empty; a marker behind is skipped.
    ///
    /// @param expected 0 to 7
    /// @return whether there are bits for the next interval
    boolean restart(int expected) {
        while (true) {
            next = MarkerScanner.next(file, next);
            if (next + 1 >= file.length) {
                return false;
            }
            int marker = file[next + 1] & 0xFF;
            int ahead = (marker - 0xD0 - expected) & 7;
            boolean isRestart = marker >= 0xD0 && marker <= 0xD7;
            if (marker >= 0xC0 && (!isRestart || ahead == 1 || ahead == 2)) {
                return false;
            }
            next += 2;
            if (isRestart && ahead < 6) {
                begin();
                return true;
            }
        }
    }

    /// Makes at least 32 bits valid.
    void refill() {
        bits |= longAt(window, position) >>> count;
        position += (63 - count) >>> 3;
        count |= 56;
    }

    /// Takes up to 16 bits.
    int take(int size) {
        if (count < 32) {
            refill();
        }
        int value = size == 0 ? 0 : (int) (bits >>> (64 - size));
        drop(size);
        return value;
    }

    void drop(int size) {
        bits <<= size;
        count -= size;
    }
}
