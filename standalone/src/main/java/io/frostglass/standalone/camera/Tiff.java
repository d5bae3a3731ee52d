package io.frostglass.standalone.camera;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// One directory of a TIFF structure (TIFF 6.0, section 2), big endian, as EXIF has it. Values of more than four bytes
/// go behind the directory.
final class Tiff {

    private static final int ASCII = 2;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int RATIONAL = 5;
    private static final int UNDEFINED = 7;
    private static final int ENTRY = 12;

    // An array: handed over and never compared.
    @SuppressWarnings("ArrayRecordComponent")
    private record Entry(int tag, int type, int count, byte[] value) {}

    private final List<Entry> entries = new ArrayList<>();

    Tiff text(int tag, String text) {
        byte[] value = (text + "\0").getBytes(StandardCharsets.US_ASCII);
        return add(tag, ASCII, value.length, value);
    }

    Tiff number(int tag, int value) {
        return add(tag, SHORT, 1, ByteBuffer.allocate(4).putShort((short) value).array());
    }

    /// An offset or a length.
    Tiff offset(int tag, int value) {
        return add(tag, LONG, 1, ByteBuffer.allocate(4).putInt(value).array());
    }

    Tiff bytes(int tag, byte... value) {
        return add(tag, UNDEFINED, value.length, value);
    }

    /// Degrees, minutes and seconds of an angle, seconds to a hundredth.
    Tiff angle(int tag, double degrees) {
        long hundredths = Math.round(Math.abs(degrees) * 360_000);
        ByteBuffer value = ByteBuffer.allocate(24);
        value.putInt((int) (hundredths / 360_000)).putInt(1);
        value.putInt((int) (hundredths / 6_000 % 60)).putInt(1);
        value.putInt((int) (hundredths % 6_000)).putInt(100);
        return add(tag, RATIONAL, 3, value.array());
    }

    private Tiff add(int tag, int type, int count, byte[] value) {
        entries.add(new Entry(tag, type, count, value));
        return this;
    }

    /// How long it is with everything behind it.
    int length() {
        return 2
                + entries.size() * ENTRY
                + 4
                + entries.stream().mapToInt(entry -> behind(entry.value())).sum();
    }

    /// Its bytes.
    ///
    /// @param start where in the structure it will be
    /// @param next where the next directory is; 0 for none
    byte[] at(int start, int next) {
        ByteBuffer bytes = ByteBuffer.allocate(length());
        int behind = start + 2 + entries.size() * ENTRY + 4;
        entries.sort(Comparator.comparingInt(Entry::tag));
        bytes.putShort((short) entries.size());
        for (Entry entry : entries) {
            bytes.putShort((short) entry.tag()).putShort((short) entry.type()).putInt(entry.count());
            if (entry.value().length <= 4) {
                bytes.put(entry.value()).put(new byte[4 - entry.value().length]);
            } else {
                bytes.putInt(behind);
                behind += behind(entry.value());
            }
        }
        bytes.putInt(next);
        for (Entry entry : entries) {
            if (entry.value().length > 4) {
                bytes.put(entry.value()).put(new byte[entry.value().length & 1]);
            }
        }
        return bytes.array();
    }

    /// Values start at even offsets.
    private static int behind(byte[] value) {
        return value.length <= 4 ? 0 : value.length + (value.length & 1);
    }
}
