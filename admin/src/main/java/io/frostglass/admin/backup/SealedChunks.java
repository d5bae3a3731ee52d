package io.frostglass.admin.backup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/// The cipher of a file that is sealed chunk by chunk, after the STREAM construction of Hoang, Reyhanitabar, Rogaway
/// and Vizár (CRYPTO 2015).
///
/// A file has a key of its own, derived (HKDF, RFC 5869) from the key of all backups and a random salt. Each chunk is
/// sealed with AES-256-GCM, with its number and a mark of the last one as the nonce. So a chunk that was changed,
/// moved, left out or added is noticed, and so is a missing end.
///
/// | bytes | hold |
/// |---|---|
/// | 8 | `FGBACKUP` |
/// | 1 | version: 1 |
/// | 32 | salt |
/// | up to 65,552 each | chunks: up to 65,536 bytes, and 16 of the tag |
final class SealedChunks {

    static final byte[] MAGIC = "FGBACKUP\1".getBytes(StandardCharsets.US_ASCII);
    static final int SALT_BYTES = 32;
    static final int CHUNK_BYTES = 64 * 1024;
    static final int TAG_BYTES = 16;

    private static final byte[] INFO = "frostglass backup 1".getBytes(StandardCharsets.US_ASCII);
    private static final int NONCE_BYTES = 12;

    private final int mode;
    private final SecretKey key;
    private final Cipher cipher;
    private long number;

    /// @param mode [Cipher#ENCRYPT_MODE] or [Cipher#DECRYPT_MODE]
    SealedChunks(int mode, SecretKey key, byte[] salt) {
        this.mode = mode;
        try {
            this.key = KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            "AES",
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(key)
                                    .addSalt(salt)
                                    .thenExpand(INFO, 32));
            this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks HKDF or AES", e);
        }
    }

    /// Seals or opens the next chunk.
    ///
    /// @throws GeneralSecurityException if an opened chunk is not what was sealed
    byte[] next(byte[] bytes, int length, boolean last) throws GeneralSecurityException {
        byte[] nonce = ByteBuffer.allocate(NONCE_BYTES)
                .putLong(3, number++)
                .put(NONCE_BYTES - 1, (byte) (last ? 1 : 0))
                .array();
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
        return cipher.doFinal(bytes, 0, length);
    }
}
