package io.frostglass.veil;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// A 64-bit DCT hash of the picture before the veil: pictures that look alike have hashes of a small distance.
///
/// It says something of the raw picture and therefore stays in the restricted zone; what leaves is [#keyed].
///
/// @param bits a bit per coefficient, set where it is above the median
public record PerceptualHash(long bits) {

    /// The largest distance at which [#bands] never miss each other.
    public static final int BAND_DISTANCE = 6;

    /// A picture with something in it has about half of its bits set: each is compared with the median.
    private static final int FEWEST_BITS_SET = 24;

    /// Whether it says anything about the picture. That of a picture without contrast, from a covered lens for
    /// instance, does not: all such pictures look alike, whatever is behind them.
    public boolean isTelling() {
        return Long.bitCount(bits) >= FEWEST_BITS_SET;
    }

    /// In how many bits two hashes differ, 0 to 64.
    public int distance(PerceptualHash other) {
        return Long.bitCount(bits ^ other.bits);
    }

    /// HMAC-SHA256 under the site's key, as 64 hex digits: equal for equal hashes of one site, and nothing else.
    public String keyed(byte[] siteKey) {
        var mac = NoiseHmac.under(siteKey);
        mac.update("phash".getBytes(UTF_8));
        mac.update((byte) 0);
        mac.update(ByteBuffer.allocate(Long.BYTES).putLong(0, bits));
        return HexFormat.of().formatHex(mac.doFinal());
    }

    /// Lets sites that share a group key find near-duplicates among each other's pictures: hashes of a distance
    /// of up to [#BAND_DISTANCE] have at least one value in common.
    ///
    /// The 64 bits are eight bytes, and for each of the 28 pairs of bytes there is a value. Six differing bits
    /// touch at most six bytes, so two are untouched, and their pair is the same. Random hashes share a value in
    /// about one of 2000 cases; more common values mean a smaller distance. Who holds the group key can find out
    /// bits of a hash from these values by trying; who does not learns only which pictures look alike.
    ///
    /// @return 28 times 16 hex digits, always in the order of the pairs
    public List<String> bands(byte[] groupKey) {
        var mac = NoiseHmac.under(groupKey);
        var values = new ArrayList<String>();
        for (int one = 0; one < Long.BYTES; one++) {
            for (int other = one + 1; other < Long.BYTES; other++) {
                mac.update("phash-band".getBytes(UTF_8));
                mac.update((byte) 0);
                mac.update(
                        new byte[] {(byte) one, (byte) other, (byte) (bits >> (8 * one)), (byte) (bits >> (8 * other))
                        });
                values.add(HexFormat.of().formatHex(Arrays.copyOf(mac.doFinal(), Long.BYTES)));
            }
        }
        return List.copyOf(values);
    }

    @Override
    public String toString() {
        return "PerceptualHash[redacted]";
    }
}
