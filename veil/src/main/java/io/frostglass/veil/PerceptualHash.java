package io.frostglass.veil;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// A 64-bit DCT hash of the picture before the veil. Pictures that look alike have hashes of a small distance.
///
/// It reveals something of the raw picture, so it stays in the restricted zone. [#keyed] may leave it.
///
/// @param bits one per coefficient, set if it is above the median
public record PerceptualHash(long bits) {

    /// The largest distance at which [#bands] always have a common value.
    public static final int BAND_DISTANCE = 6;

    private static final byte[] BAND = "phash-band\0".getBytes(UTF_8);

    /// The hash of a picture with contrast has about half of its bits set, because each is compared with the median.
    private static final int FEWEST_BITS_SET = 24;

    /// Whether it can identify a picture. The hash of a picture without contrast, such as from a covered lens,
    /// cannot: all such pictures look alike.
    public boolean isTelling() {
        return Long.bitCount(bits) >= FEWEST_BITS_SET;
    }

    /// The number of bits in which two hashes differ, 0 to 64.
    public int distance(PerceptualHash other) {
        return Long.bitCount(bits ^ other.bits);
    }

    /// HMAC-SHA256 under the site's key, as 64 hex digits: it reveals only which hashes of a site are equal.
    public String keyed(byte[] siteKey) {
        var mac = NoiseKey.hmac(siteKey);
        mac.update("phash\0".getBytes(UTF_8));
        mac.update(ByteBuffer.allocate(Long.BYTES).putLong(0, bits));
        return HexFormat.of().formatHex(mac.doFinal());
    }

    /// Values by which sites with a common group key find similar pictures: hashes up to [#BAND_DISTANCE] apart have
    /// at least one value in common.
    ///
    /// There is a value for each of the 28 pairs of the hash's eight bytes. Six different bits change at most six
    /// bytes, so one pair at least is equal. Random hashes have a common value in about one of 2000 cases; more
    /// common values mean a smaller distance. A holder of the group key can find bits of a hash by trial; others
    /// only learn which pictures are similar.
    ///
    /// @return 28 times 16 hex digits, always in the order of the pairs
    public List<String> bands(byte[] groupKey) {
        var mac = NoiseKey.hmac(groupKey);
        var values = new ArrayList<String>();
        for (int one = 0; one < Long.BYTES; one++) {
            for (int other = one + 1; other < Long.BYTES; other++) {
                byte[] pair = {(byte) one, (byte) other, (byte) (bits >> (8 * one)), (byte) (bits >> (8 * other))};
                mac.update(BAND);
                values.add(HexFormat.of().formatHex(mac.doFinal(pair), 0, Long.BYTES));
            }
        }
        return List.copyOf(values);
    }

    @Override
    public String toString() {
        return "PerceptualHash[redacted]";
    }
}
