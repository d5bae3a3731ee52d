package io.frostglass.settings;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.CharacterCodingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictUtf8Test {

    /// So that some of them fall on the border of what is decoded at once.
    private static final String LONG = "\u00e9\u20ac\ud83d\udcf7".repeat(5_000);

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "\u00e9\u20ac\ud83d\udcf7", "\u0000", "a\uFEFF"})
    void takesWhatIsUtf8(String text) throws CharacterCodingException {
        for (String around : new String[] {"", LONG, "a" + LONG, "aa" + LONG}) {
            byte[] bytes = (around + text + around).getBytes(UTF_8);

            assertThat(StrictUtf8.check(bytes)).isZero();
            assertThat(StrictUtf8.decode(bytes)).isEqualTo(around + text + around);
        }
    }

    @Test
    void passesOverOneByteOrderMark() throws CharacterCodingException {
        byte[] bytes = "\uFEFF\uFEFFa".getBytes(UTF_8);

        assertThat(StrictUtf8.check(bytes)).isEqualTo(3);
        assertThat(StrictUtf8.decode(bytes)).isEqualTo("\uFEFFa");
    }

    /// Overlong forms of 2, 3 and 4 bytes, both halves of pairs, code points too large, bytes that are in none, and
    /// cut.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u00C1\u00B0",
                "\u00C0\u0080",
                "\u00E0\u0081\u00B0",
                "\u00F0\u0080\u0081\u00B0",
                "\u00ED\u00A0\u0080",
                "\u00ED\u00B0\u0080",
                "\u00ED\u00A0\u00BD\u00ED\u00B3\u00B7",
                "\u00F4\u0090\u0080\u0080",
                "\u00F5\u0080\u0080\u0080",
                "\u0080",
                "\u00FE",
                "\u00FF",
                "\u00C3",
                "\u00E2\u0082",
                "\u00EF\u00BB"
            })
    void refusesWhatIsNot(String bytes) {
        for (int before : new int[] {0, 1, 8_190, 8_191, 8_192, 100_000}) {
            byte[] wrong = ("a".repeat(before) + bytes).getBytes(ISO_8859_1);

            assertThatExceptionOfType(CharacterCodingException.class).isThrownBy(() -> StrictUtf8.check(wrong));
            assertThatExceptionOfType(CharacterCodingException.class).isThrownBy(() -> StrictUtf8.decode(wrong));
        }
    }
}
