package io.frostglass.admin.backup;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;

/// Reads a sealed file ([SealedChunks]). It gives out no byte that it has not authenticated.
final class SealedInputStream extends InputStream {

    private static final int SEALED_BYTES = SealedChunks.CHUNK_BYTES + SealedChunks.TAG_BYTES;

    private final InputStream in;
    private final String name;
    private final SealedChunks chunks;
    private byte[] ahead;
    private byte[] chunk = {};
    private int position;
    private long opened;

    /// @param name of the file, for messages
    /// @throws BackupDamaged if it is no backup
    SealedInputStream(InputStream in, String name, SecretKey key) throws IOException {
        this.in = in;
        this.name = name;
        byte[] magic = in.readNBytes(SealedChunks.MAGIC.length);
        byte[] salt = in.readNBytes(SealedChunks.SALT_BYTES);
        if (!Arrays.equals(magic, SealedChunks.MAGIC) || salt.length < SealedChunks.SALT_BYTES) {
            throw new BackupDamaged(name + " is no backup, or one of another version");
        }
        this.chunks = new SealedChunks(Cipher.DECRYPT_MODE, key, salt);
        this.ahead = in.readNBytes(SEALED_BYTES);
        open();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (position == chunk.length) {
            if (ahead.length == 0) {
                return -1;
            }
            open();
        }
        int part = Math.min(length, chunk.length - position);
        System.arraycopy(chunk, position, bytes, offset, part);
        position += part;
        return part;
    }

    private void open() throws IOException {
        byte[] sealed = ahead;
        ahead = in.readNBytes(SEALED_BYTES);
        try {
            chunk = chunks.next(sealed, sealed.length, ahead.length == 0);
        } catch (GeneralSecurityException e) {
            throw new BackupDamaged(
                    opened == 0
                            ? name + " was sealed with another key, or is damaged"
                            : name + " is damaged or incomplete after " + opened * SEALED_BYTES + " bytes",
                    e);
        }
        opened++;
        position = 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
