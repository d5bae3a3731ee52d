package io.frostglass.veil;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Laplace noise as a function of key, plane, cell and level: one draw for each level of a cell.
///
/// The same content under the same key gets the same noise, so averaging many pictures of it gains nothing. Another
/// level of the same cell gets an independent draw, so the difference of two pictures does not cancel the noise. The
/// draws come from AES-256-CTR, which cannot be distinguished from chance without the key.
final class KeyedNoise {

    private static final int BYTES = 4;

    private final byte[] stream;
    private final int levels;

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
            // A fixed counter is safe: the key generates these streams only, and never encrypts data.
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(counter));
            return cipher.doFinal(new byte[size]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES", e);
        }
    }
}
