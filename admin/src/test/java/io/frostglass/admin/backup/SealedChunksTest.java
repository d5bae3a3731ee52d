package io.frostglass.admin.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedChunksTest {

    private static final int HEADER = 9 + SealedChunks.SALT_BYTES;
    private static final int CHUNK = SealedChunks.CHUNK_BYTES;
    private static final int SEALED = CHUNK + SealedChunks.TAG_BYTES;

    static SecretKey key(int seed) {
        byte[] bytes = new byte[32];
        new Random(seed).nextBytes(bytes);
        return new SecretKeySpec(bytes, "AES");
    }

    private static byte[] content(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static byte[] seal(byte[] content) throws IOException {
        var out = new ByteArrayOutputStream();
        var sealed = new SealedOutputStream(out, key(1));
        sealed.write(content);
        sealed.finish();
        return out.toByteArray();
    }

    private static byte[] open(byte[] sealed, SecretKey key) throws IOException {
        return new SealedInputStream(new ByteArrayInputStream(sealed), "file", key).readAllBytes();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 200_000})
    void givesBackWhatWasSealed(int length) throws IOException {
        byte[] sealed = seal(content(length));

        assertThat(open(sealed, key(1))).isEqualTo(content(length));
        assertThat(sealed.length)
                .isEqualTo(HEADER + length + SealedChunks.TAG_BYTES * Math.max(1, Math.ceilDiv(length, CHUNK)));
    }

    @Test
    void sealsTheSameContentDifferentlyEachTime() throws IOException {
        assertThat(seal(content(100))).isNotEqualTo(seal(content(100)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 9, HEADER - 1, HEADER, HEADER + CHUNK, HEADER + SEALED, HEADER + 2 * SEALED + 5})
    void noticesAChangedByte(int at) throws IOException {
        byte[] sealed = seal(content(2 * CHUNK + 10));
        sealed[at] ^= 1;

        assertThatThrownBy(() -> open(sealed, key(1)))
                .isInstanceOf(BackupDamaged.class)
                .hasMessageStartingWith("file ");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0,
                20,
                HEADER,
                HEADER + 1,
                HEADER + SEALED - 1,
                HEADER + SEALED,
                HEADER + SEALED + 1,
                HEADER + 2 * SEALED
            })
    void noticesAMissingEnd(int length) throws IOException {
        byte[] sealed = Arrays.copyOf(seal(content(2 * CHUNK + 10)), length);

        assertThatThrownBy(() -> open(sealed, key(1))).isInstanceOf(BackupDamaged.class);
    }

    @Test
    void noticesThatItsWriterDidNotFinish() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var sealed = new SealedOutputStream(out, key(1))) {
            sealed.write(content(2 * CHUNK));
        }

        assertThatThrownBy(() -> open(out.toByteArray(), key(1))).isInstanceOf(BackupDamaged.class);
    }

    @Test
    void noticesBytesAtItsEnd() throws IOException {
        byte[] sealed = seal(content(CHUNK));

        assertThatThrownBy(() -> open(Arrays.copyOf(sealed, sealed.length + 1), key(1)))
                .isInstanceOf(BackupDamaged.class);
    }

    @Test
    void noticesExchangedChunks() throws IOException {
        byte[] sealed = seal(content(3 * CHUNK));
        byte[] exchanged = sealed.clone();
        System.arraycopy(sealed, HEADER, exchanged, HEADER + SEALED, SEALED);
        System.arraycopy(sealed, HEADER + SEALED, exchanged, HEADER, SEALED);

        assertThatThrownBy(() -> open(exchanged, key(1))).isInstanceOf(BackupDamaged.class);
    }

    @Test
    void saysThatAnotherKeyMayBeTheReason() throws IOException {
        byte[] sealed = seal(content(100));

        assertThatThrownBy(() -> open(sealed, key(2)))
                .isInstanceOf(BackupDamaged.class)
                .hasMessage("file was sealed with another key, or is damaged");
    }

    @Test
    void givesOutNothingOfADamagedChunk() throws IOException {
        byte[] sealed = seal(content(2 * CHUNK));
        sealed[sealed.length - 1] ^= 1;
        var in = new SealedInputStream(new ByteArrayInputStream(sealed), "file", key(1));

        assertThat(in.readNBytes(CHUNK)).isEqualTo(Arrays.copyOf(content(2 * CHUNK), CHUNK));
        assertThatThrownBy(in::read).hasMessage("file is damaged or incomplete after " + SEALED + " bytes");
    }
}
