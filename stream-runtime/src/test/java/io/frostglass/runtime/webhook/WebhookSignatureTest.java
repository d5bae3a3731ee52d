package io.frostglass.runtime.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {

    @Test
    void isSignedAsTheExampleOfTheSpecification() {
        // Given
        var secret = SigningSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

        // When
        String signature = WebhookTarget.signature(List.of(secret), "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body);

        // Then
        assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void isSignedWithEverySecret() {
        // Given
        var old = SigningSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        var fresh = SigningSecret.parse("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");

        // When
        String signatures = WebhookTarget.signature(List.of(fresh, old), "id", 1, new byte[0]);

        // Then
        assertThat(signatures.split(" ", -1))
                .containsExactly(
                        WebhookTarget.signature(List.of(fresh), "id", 1, new byte[0]),
                        WebhookTarget.signature(List.of(old), "id", 1, new byte[0]));
    }
}
