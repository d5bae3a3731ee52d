package io.frostglass.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensCommandTest {

    @ParameterizedTest
    @CsvSource({"signature, signature", "'\u001b[2Jgone', '?[2Jgone'", "'a\u202Eb\nc', 'a?b?c'", ", -"})
    void printsNoControlCharacters(String written, String shown) {
        assertThat(TokensCommand.shown(written)).isEqualTo(shown);
    }
}
