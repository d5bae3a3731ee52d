package io.frostglass.encryption;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SealedValueTest {

    private static final byte[] CLEAR = "a picture".getBytes(US_ASCII);
    private static final ValuePlace PLACE = new ValuePlace("restricted.motion-raw", "site-1");
    private static final DataKey KEY = key("0123456789abcdef", 0);

    private static DataKey key(String random, int first) {
        var id = new DataKeyId("site-1", LocalDate.of(2026, 1, 18), random);
        return new DataKey(id, new SecretKeySpec(TestKeystore.bytes(first), "AES"));
    }

    /// Made with another implementation of AES-GCM (pyca/cryptography, over OpenSSL) from the description of the
    /// format.
    @Test
    void opensWhatAnotherImplementationMade() {
        // Given
        byte[] sealed = HexFormat.of()
                .parseHex("e1"
                        + "22736974652d312f323032362d30312d31382f30313233343536373839616263646566"
                        + "056576742d31"
                        + "6465666768696a6b6c6d6e6f"
                        + "293bae0f1a9d23ec5b9f55ed1bbeddecc8f79b96fea3b07455");

        // When
        var value = SealedValue.parse(sealed);

        // Then
        assertThat(value.keyId()).isEqualTo(KEY.id());
        assertThat(value.eventId()).isEqualTo("evt-1");
        assertThat(value.open(KEY, PLACE)).hasValue(CLEAR);
    }

    @Test
    void opensWhatItSealed() {
        byte[] sealed = SealedValue.seal(KEY, PLACE, "evt-1", CLEAR);

        assertThat(SealedValue.isSealed(sealed)).isTrue();
        assertThat(SealedValue.parse(sealed).open(KEY, PLACE)).hasValue(CLEAR);
    }

    @Test
    void neverUsesANonceTwice() {
        var nonces = IntStream.range(0, 1000)
                .mapToObj(_ -> SealedValue.seal(KEY, PLACE, "evt-1", CLEAR))
                .map(bytes -> HexFormat.of().formatHex(Arrays.copyOfRange(bytes, 42, 54)))
                .distinct();

        assertThat(nonces).hasSize(1000);
    }

    static IntStream positions() {
        return IntStream.range(0, SealedValue.seal(KEY, PLACE, "evt-1", CLEAR).length);
    }

    @ParameterizedTest
    @MethodSource("positions")
    void opensNothingOfWhichABitWasChanged(int position) {
        // Given
        byte[] sealed = SealedValue.seal(KEY, PLACE, "evt-1", CLEAR);

        // When
        sealed[position] ^= 1;

        // Then
        try {
            assertThat(SealedValue.parse(sealed).open(KEY, PLACE)).isEmpty();
        } catch (IllegalArgumentException e) {
            assertThat(position).as("only what is before the nonce has a form").isLessThan(42);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "restricted.dead-letters, site-1",
        "restricted.motion-raw, site-2",
        "restricted.motion-rawsite, -1",
    })
    void opensNothingAtAnotherPlace(String topic, String key) {
        byte[] sealed = SealedValue.seal(KEY, PLACE, "evt-1", CLEAR);

        assertThat(SealedValue.parse(sealed).open(KEY, new ValuePlace(topic, key)))
                .isEmpty();
    }

    @Test
    void opensNothingWithAnotherKey() {
        byte[] sealed = SealedValue.seal(KEY, PLACE, "evt-1", CLEAR);

        // Another id and the same bytes is another key, too: keys cannot be exchanged on their topic.
        assertThat(SealedValue.parse(sealed).open(key("0123456789abcdef", 1), PLACE))
                .isEmpty();
        assertThat(SealedValue.parse(SealedValue.seal(key("fedcba9876543210", 0), PLACE, "evt-1", CLEAR))
                        .keyId())
                .isNotEqualTo(KEY.id());
    }

    @Test
    void saysOfNoCutValueThatItIsOne() {
        byte[] sealed = SealedValue.seal(KEY, PLACE, "evt-1", new byte[0]);

        for (int length = 0; length < sealed.length; length++) {
            byte[] cut = Arrays.copyOf(sealed, length);
            assertThatIllegalArgumentException().isThrownBy(() -> SealedValue.parse(cut));
        }
    }

    @Test
    void takesNoAvroRecordForAnEncryptedValue() {
        assertThat(SealedValue.isSealed(new byte[] {0, 0, 0, 0, 1, 2})).isFalse();
        assertThat(SealedValue.isSealed(new byte[0])).isFalse();
    }

    @Test
    void showsNeitherKeyNorValue() {
        var value = SealedValue.parse(SealedValue.seal(KEY, PLACE, "evt-1", CLEAR));

        assertThat(value).hasToString("SealedValue[site-1/2026-01-18/0123456789abcdef]");
        assertThat(KEY).hasToString("DataKey[site-1/2026-01-18/0123456789abcdef]");
    }

    @ParameterizedTest
    @CsvSource({
        "site-1/2026-01-18/0123456789abcde",
        "site-1/2026-02-30/0123456789abcdef",
        "site/1/2026-01-18/0123456789abcdef",
        "/2026-01-18/0123456789abcdef"
    })
    void takesNoOtherTextForTheIdOfAKey(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> DataKeyId.parse(text));
    }
}
