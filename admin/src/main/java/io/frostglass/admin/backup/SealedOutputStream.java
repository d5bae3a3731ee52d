package io.frostglass.admin.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;

/// Writes a sealed file ([SealedChunks]). Without [#finish()], the file is incomplete, and its reader notices.
final class SealedOutputStream extends OutputStream {

    private final OutputStream out;
    private final SealedChunks chunks;
    private final byte[] chunk = new byte[SealedChunks.CHUNK_BYTES];
    private int filled;

    SealedOutputStream(OutputStream out, SecretKey key) throws IOException {
        byte[] salt = new byte[SealedChunks.SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        this.out = out;
        this.chunks = new SealedChunks(Cipher.ENCRYPT_MODE, key, salt);
        out.write(SealedChunks.MAGIC);
        out.write(salt);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int end = offset + length;
        while (from < end) {
            // Only when more comes: the last chunk is full, too, if its content is.
            if (filled == chunk.length) {
                seal(false);
            }
            int part = Math.min(end - from, chunk.length - filled);
            System.arraycopy(bytes, from, chunk, filled, part);
            filled += part;
            from += part;
        }
    }

    /// Seals the end. Nothing can be written afterwards.
    void finish() throws IOException {
        seal(true);
        out.flush();
    }

    private void seal(boolean last) throws IOException {
        try {
            out.write(chunks.next(chunk, filled, last));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM refuses to encrypt", e);
        }
        filled = 0;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
