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
    private final int levels;

    /// Draws for all cells and levels at once.
    ///
    /// @param plane one number for each use of a key
    KeyedNoise(NoiseKey key, int plane, int cells, int levels) {
        this.levels = levels;
        this.stream = stream(key.secret(), plane, cells * levels * BYTES);
    }

    /// Noise of scale 1, always the same for the same arguments.
    float draw(int cell, int level) {
        int at = (cell * levels + level) * BYTES;
        int bits = ((stream[at] & 0xFF) << 16) | ((stream[at + 1] & 0xFF) << 8) | (stream[at + 2] & 0xFF);
        double uniform = (bits + 0.5) / (1 << 24);
        return (float) (stream[at + 3] < 0 ? StrictMath.log(uniform) : -StrictMath.log(uniform));
    }

    private static byte[] stream(byte[] key, int plane, int size) {
        byte[] counter = new byte[16];
        counter[0] = (byte) plane;
        try {
            var cipher = Cipher.getInstance("AES/CTR/NoPadding");
            // A fixed counter is right here: a key makes these streams and never encrypts anything.
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(counter));
            return cipher.doFinal(new byte[size]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks AES", e);
        }
    }
}
