package io.frostglass.encryption;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/// An encrypted value: AES-256-GCM (NIST SP 800-38D).
/// ```
/// 0xE1 │ length, id of the data key │ length, event id │ nonce, 12 bytes │ ciphertext │ tag, 16 bytes
/// ```
/// A length is one byte. The associated data are the [ValuePlace] and all before the nonce: so a value cannot be
/// moved to another topic, record key, event, or data key. Neither Confluent's wire format nor a background begins with
/// 0xE1, so a reader can tell a value in clear from an encrypted one.
///
/// A nonce is random. [DataKeyMaker] limits the uses of a key, so that two equal nonces are not to be expected (section
/// 8.3).
public final class SealedValue {

    private static final byte MAGIC = (byte) 0xE1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final int MAX_TEXT = 255;

    /// The most bytes that a sealed value has more than the value in clear.
    public static final int MAX_OVERHEAD = 1 + 2 * (1 + MAX_TEXT) + NONCE_BYTES + TAG_BYTES;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] bytes;
    private final DataKeyId keyId;
    private final String eventId;
    private final int header;

    private SealedValue(byte[] bytes, DataKeyId keyId, String eventId, int header) {
        this.bytes = bytes;
        this.keyId = keyId;
        this.eventId = eventId;
        this.header = header;
    }

    /// Whether bytes are to be parsed, and not read as they are.
    public static boolean isSealed(byte[] bytes) {
        return bytes.length > 0 && bytes[0] == MAGIC;
    }

    /// Encrypts a value.
    ///
    /// @param eventId the event that it belongs to; empty for none
    public static byte[] seal(DataKey key, ValuePlace place, String eventId, byte[] clear) {
        byte[] id = text(key.id().toString());
        byte[] event = text(eventId);
        int header = 1 + 1 + id.length + 1 + event.length;
        var sealed = ByteBuffer.allocate(header + NONCE_BYTES + clear.length + TAG_BYTES);
        sealed.put(MAGIC).put((byte) id.length).put(id).put((byte) event.length).put(event);
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        sealed.put(nonce);
        byte[] bytes = sealed.array();
        try {
            var cipher = cipher(Cipher.ENCRYPT_MODE, key, place, bytes, header);
            cipher.doFinal(clear, 0, clear.length, bytes, header + NONCE_BYTES);
            return bytes;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM refuses to encrypt", e);
        }
    }

    /// Reads what is in clear of an encrypted value. It is not authentic before [#open].
    ///
    /// @throws IllegalArgumentException if it has another form; the message shows nothing of it
    public static SealedValue parse(byte[] bytes) {
        var from = ByteBuffer.wrap(bytes);
        try {
            if (from.get() != MAGIC) {
                throw new IllegalArgumentException("not an encrypted value");
            }
            var keyId = DataKeyId.parse(text(from));
            String eventId = text(from);
            if (from.remaining() < NONCE_BYTES + TAG_BYTES) {
                throw new IllegalArgumentException("too short for an encrypted value");
            }
            return new SealedValue(bytes, keyId, eventId, from.position());
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("too short for an encrypted value", e);
        }
    }

    private static byte[] text(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        if (bytes.length > MAX_TEXT) {
            throw new IllegalArgumentException("an id of more than " + MAX_TEXT + " bytes");
        }
        return bytes;
    }

    private static String text(ByteBuffer from) {
        byte[] text = new byte[Byte.toUnsignedInt(from.get())];
        from.get(text);
        return new String(text, UTF_8);
    }

    private static Cipher cipher(int mode, DataKey key, ValuePlace place, byte[] bytes, int header)
            throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.key(), new GCMParameterSpec(TAG_BYTES * Byte.SIZE, bytes, header, NONCE_BYTES));
        cipher.updateAAD(place.bytes());
        cipher.updateAAD(bytes, 0, header);
        return cipher;
    }

    /// The key that opens it.
    public DataKeyId keyId() {
        return keyId;
    }

    /// The event that it belongs to, as its writer says; empty for none.
    public String eventId() {
        return eventId;
    }

    /// The value as it was written. Not a copy.
    public byte[] bytes() {
        return bytes;
    }

    /// Decrypts it.
    ///
    /// @param key of this value's [#keyId()]
    /// @param place where the value was found
    /// @return empty if it is not authentic: changed, moved from another place, or encrypted with another key
    public Optional<byte[]> open(DataKey key, ValuePlace place) {
        int from = header + NONCE_BYTES;
        try {
            var cipher = cipher(Cipher.DECRYPT_MODE, key, place, bytes, header);
            return Optional.of(cipher.doFinal(bytes, from, bytes.length - from));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM refuses to decrypt", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SealedValue value && Arrays.equals(bytes, value.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "SealedValue[" + keyId + "]";
    }
}
