package io.frostglass.standalone.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Against the examples that the specifications give.
class SigningSchemeTest {

    @Test
    void signsAsStandardWebhooksSays() {
        // Given
        byte[] body = "{\"test\": 2432232314}".getBytes(UTF_8);

        // When
        var headers = SigningScheme.STANDARD_WEBHOOKS.headers(
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                Instant.ofEpochSecond(1614265330),
                body);

        // Then
        assertThat(headers)
                .containsEntry("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
                .containsEntry("webhook-timestamp", "1614265330")
                .containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void signsAsGitHubDoes() {
        // Given
        byte[] body = "Hello, World!".getBytes(UTF_8);

        // When
        var headers = SigningScheme.GITHUB.headers("It's a Secret to Everybody", "unused", Instant.EPOCH, body);

        // Then
        assertThat(headers)
                .containsOnlyKeys("X-Hub-Signature-256")
                .containsValue("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
    }

    @Test
    void signsTheBodyAloneInHex() {
        // Given
        byte[] body = "Hello, World!".getBytes(UTF_8);

        // When
        var headers = SigningScheme.HEX.headers("It's a Secret to Everybody", "unused", Instant.EPOCH, body);

        // Then
        assertThat(headers)
                .containsOnlyKeys("X-Signature")
                .containsValue("757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
    }
}
