package io.frostglass.standalone.camera;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// One directory of a TIFF structure (TIFF 6.0, section 2), big endian, as EXIF has it. Values of more than four bytes
/// go behind the directory.
final class TiffDirectory {

    private static final int ASCII = 2;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int RATIONAL = 5;
    private static final int UNDEFINED = 7;
    private static final int ENTRY = 12;

    // An array: handed over and never compared.
    @SuppressWarnings("ArrayRecordComponent")
    private record TiffEntry(int tag, int type, int count, byte[] value) {}

    private final List<TiffEntry> entries = new ArrayList<>();

    TiffDirectory text(int tag, String text) {
        byte[] value = (text + "\0").getBytes(StandardCharsets.US_ASCII);
        return add(tag, ASCII, value.length, value);
    }

    TiffDirectory number(int tag, int value) {
        return add(tag, SHORT, 1, ByteBuffer.allocate(4).putShort((short) value).array());
    }

    /// An offset or a length.
    TiffDirectory offset(int tag, int value) {
        return add(tag, LONG, 1, ByteBuffer.allocate(4).putInt(value).array());
    }

    TiffDirectory bytes(int tag, byte... value) {
        return add(tag, UNDEFINED, value.length, value);
    }

    /// Degrees, minutes and seconds of an angle, seconds to a hundredth.
    TiffDirectory angle(int tag, double degrees) {
        long hundredths = Math.round(Math.abs(degrees) * 360_000);
        ByteBuffer value = ByteBuffer.allocate(24);
        value.putInt((int) (hundredths / 360_000)).putInt(1);
        value.putInt((int) (hundredths / 6_000 % 60)).putInt(1);
        value.putInt((int) (hundredths % 6_000)).putInt(100);
        return add(tag, RATIONAL, 3, value.array());
    }

    private TiffDirectory add(int tag, int type, int count, byte[] value) {
        entries.add(new TiffEntry(tag, type, count, value));
        return this;
    }

    /// How long it is with everything behind it.
    int length() {
        return 2
                + entries.size() * ENTRY
                + 4
                + entries.stream()
                        .mapToInt(tiffEntry -> behind(tiffEntry.value()))
                        .sum();
    }

    /// Its bytes.
    ///
    /// @param start where in the structure it will be
    /// @param next where the next directory is; 0 for none
    byte[] at(int start, int next) {
        ByteBuffer bytes = ByteBuffer.allocate(length());
        int behind = start + 2 + entries.size() * ENTRY + 4;
        entries.sort(Comparator.comparingInt(TiffEntry::tag));
        bytes.putShort((short) entries.size());
        for (TiffEntry tiffEntry : entries) {
            bytes.putShort((short) tiffEntry.tag())
                    .putShort((short) tiffEntry.type())
                    .putInt(tiffEntry.count());
            if (tiffEntry.value().length <= 4) {
                bytes.put(tiffEntry.value()).put(new byte[4 - tiffEntry.value().length]);
            } else {
                bytes.putInt(behind);
                behind += behind(tiffEntry.value());
            }
        }
        bytes.putInt(next);
        for (TiffEntry tiffEntry : entries) {
            if (tiffEntry.value().length > 4) {
                bytes.put(tiffEntry.value()).put(new byte[tiffEntry.value().length & 1]);
            }
        }
        return bytes.array();
    }

    /// Values start at even offsets.
    private static int behind(byte[] value) {
        return value.length <= 4 ? 0 : value.length + (value.length & 1);
    }
}
