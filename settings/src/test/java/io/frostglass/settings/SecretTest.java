package io.frostglass.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretTest {

    @Test
    void doesNotShowWhatItHolds() {
        assertThat(Secret.of("hunter2")).hasToString("[secret]");
    }

    @Test
    void isEqualByContentAndGivesItOut() {
        var secret = Secret.of("hunter2");

        assertThat(secret).isEqualTo(Secret.of(secret.bytes())).isNotEqualTo(Secret.of("hunter3"));
        assertThat(secret.text()).isEqualTo("hunter2");
    }
}
