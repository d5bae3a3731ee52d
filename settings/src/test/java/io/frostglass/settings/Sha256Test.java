package io.frostglass.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Sha256Test {

    /// The examples of FIPS 180-4.
    @Test
    void isThatOfTheStandard() {
        assertThat(Sha256.hex("abc")).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(Sha256.hex("")).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(Sha256.of("ü".getBytes(StandardCharsets.UTF_8))).hasSize(32);
        assertThat(Sha256.hex("ü")).isEqualTo(Sha256.hex("ü".getBytes(StandardCharsets.UTF_8)));
    }
}
