package io.frostglass.veil;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Laplace noise as a function of key, plane, cell and level: one draw for each level that a cell can take.
///
/// The same content under the same key meets the same noise, so averaging many pictures of it gains nothing. Another
/// content of the same cell meets an independent draw, so that the difference of two pictures does not cancel the
/// noise, as it would if the noise depended on the cell alone. The draws are AES-256-CTR, which nobody without the key
/// can tell from chance.
final class KeyedNoise {

    private static final int BYTES = 4;

    private final byte[] stream;
    private final int cells;
    private final int levels;

    /// Draws for all planes at once.
    ///
    /// @param cells of one plane
    /// @param levels of one cell
    KeyedNoise(NoiseKey key, int planes, int cells, int levels) {
        this.cells = cells;
        this.levels = levels;
        this.stream = stream(key.secret(), planes * cells * levels * BYTES);
    }

    /// Noise of scale 1, always the same for the same arguments.
    float draw(int plane, int cell, int level) {
        int at = ((plane * cells + cell) * levels + level) * BYTES;
        int bits = ((stream[at] & 0xFF) << 16) | ((stream[at + 1] & 0xFF) << 8) | (stream[at + 2] & 0xFF);
        double uniform = (bits + 0.5) / (1 << 24);
        return (float) (stream[at + 3] < 0 ? StrictMath.log(uniform) : -StrictMath.log(uniform));
    }

    private static byte[] stream(byte[] key, int size) {
        try {
            var cipher = Cipher.getInstance("AES/CTR/NoPadding");
            // A fixed counter is right here: each key makes this one stream and never encrypts anything.
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
            return cipher.doFinal(new byte[size]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks AES", e);
        }
    }
}
