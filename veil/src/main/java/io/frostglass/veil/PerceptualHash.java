package io.frostglass.veil;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/// A 64-bit DCT hash of the picture before the veil: pictures that look alike have hashes of a small distance.
///
/// It says something of the raw picture and therefore stays in the restricted zone; what leaves is [#keyed].
///
/// @param bits a bit per coefficient, set where it is above the median
public record PerceptualHash(long bits) {

    /// In how many bits two hashes differ, 0 to 64.
    public int distance(PerceptualHash other) {
        return Long.bitCount(bits ^ other.bits);
    }

    /// HMAC-SHA256 under the site's key, as 64 hex digits: equal for equal hashes of one site, and nothing else.
    public String keyed(byte[] siteKey) {
        var mac = Hmac.under(siteKey);
        mac.update("phash".getBytes(UTF_8));
        mac.update((byte) 0);
        mac.update(ByteBuffer.allocate(Long.BYTES).putLong(0, bits));
        return HexFormat.of().formatHex(mac.doFinal());
    }

    @Override
    public String toString() {
        return "PerceptualHash[redacted]";
    }
}
