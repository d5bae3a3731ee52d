package io.frostglass.standalone.camera;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// One directory of a TIFF structure (TIFF 6.0, section 2), big endian, as EXIF has it. Values of more than four
/// bytes follow the directory.
final class TiffDirectory {

    private static final int ENTRY_BYTES = 12;

    /// @param value its bytes at a place of the structure
    /// @param apart whether it follows the directory however short it is
    private record TiffEntry(int type, int count, IntFunction<byte[]> value, boolean apart) {}

    private final TreeMap<Integer, TiffEntry> entries = new TreeMap<>();

    TiffDirectory text(int tag, String text) {
        byte[] value = (text + "\0").getBytes(US_ASCII);
        return put(tag, 2, value.length, value);
    }

    TiffDirectory number(int tag, int value) {
        return put(tag, 3, 1, ByteBuffer.allocate(2).putShort((short) value).array());
    }

    TiffDirectory length(int tag, int value) {
        return put(tag, 4, 1, ByteBuffer.allocate(4).putInt(value).array());
    }

    /// Adds the offset of another directory.
    TiffDirectory directory(int tag, TiffDirectory other) {
        entries.put(tag, new TiffEntry(4, 1, start -> other.at(start, null), true));
        return this;
    }

    /// Adds the offset of a file.
    TiffDirectory file(int tag, byte[] file) {
        entries.put(tag, new TiffEntry(4, 1, _ -> file, true));
        return this;
    }

    TiffDirectory bytes(int tag, byte... value) {
        return put(tag, 7, value.length, value);
    }

    /// Adds an angle as degrees, minutes and seconds, seconds to a hundredth.
    TiffDirectory angle(int tag, double degrees) {
        int hundredths = (int) Math.round(Math.abs(degrees) * 360_000);
        var value = ByteBuffer.allocate(24).putInt(hundredths / 360_000).putInt(1);
        value.putInt(hundredths / 6_000 % 60)
                .putInt(1)
                .putInt(hundredths % 6_000)
                .putInt(100);
        return put(tag, 5, 3, value.array());
    }

    private TiffDirectory put(int tag, int type, int count, byte[] value) {
        entries.put(tag, new TiffEntry(type, count, _ -> value, false));
        return this;
    }

    /// Returns the directory with its values, and the next one after them.
    ///
    /// @param start where in the structure it will be
    byte[] at(int start, @Nullable TiffDirectory next) {
        var directory =
                ByteBuffer.allocate(2 + entries.size() * ENTRY_BYTES + 4).putShort((short) entries.size());
        var values = new ByteArrayOutputStream();
        entries.forEach((tag, entry) -> {
            int place = start + directory.capacity() + values.size();
            byte[] value = entry.value().apply(place);
            directory.putShort(tag.shortValue()).putShort((short) entry.type()).putInt(entry.count());
            if (value.length <= 4 && !entry.apart()) {
                directory.put(Arrays.copyOf(value, 4));
            } else {
                directory.putInt(place);
                // Values start at even offsets.
                values.writeBytes(Arrays.copyOf(value, value.length + (value.length & 1)));
            }
        });
        int end = start + directory.capacity() + values.size();
        directory.putInt(next == null ? 0 : end);
        if (next != null) {
            values.writeBytes(next.at(end, null));
        }
        var all = ByteBuffer.allocate(directory.capacity() + values.size());
        return all.put(directory.flip()).put(values.toByteArray()).array();
    }
}
