package io.frostglass.cameras;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.cameras.VerificationResult.NotVerified;
import io.frostglass.cameras.VerificationResult.SignatureRefusal;
import io.frostglass.cameras.VerificationResult.Verified;
import io.frostglass.settings.InvalidValue;
import io.frostglass.testsupport.Scenario;
import io.frostglass.testsupport.ScenarioReader;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SignatureVerifierTest {

    private final SignatureVerifier verifier = new SignatureVerifier(SignatureVerifier.WINDOW);

    static Stream<Scenario> scenarios() {
        return ScenarioReader.of("signatures.yaml");
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void decidesAsTheScenarioSays(Scenario scenario) throws InvalidValue {
        // Given
        Optional<Camera> camera = scenario.has("scheme")
                ? Optional.of(TestSites.camera("cam-1", scenario.text("scheme"), (List<?>)
                        Objects.requireNonNull(scenario.values().get("secrets"))))
                : Optional.empty();
        var request = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        ((Map<?, ?>) Objects.requireNonNull(scenario.values().get("headers")))
                .forEach((name, value) -> request.put((String) name, (String) value));
        var now = Instant.ofEpochSecond(
                ((Number) Objects.requireNonNull(scenario.values().get("now"))).longValue());

        // When
        var verificationResult = verifier.verify(
                camera,
                SignatureVerifier.headersOf(camera, request::get),
                scenario.text("body").getBytes(UTF_8),
                now);

        // Then
        switch (verificationResult) {
            case Verified verified -> assertThat(verified.webhookId()).isEqualTo(scenario.text("webhook_id"));
            case NotVerified(SignatureRefusal why) -> assertThat(why.code()).isEqualTo(scenario.text("refused"));
        }
    }

    @Test
    void keepsOnlyTheHeadersThatTheSchemeReads() throws InvalidValue {
        var camera = TestSites.camera("cam-1", "hex", List.of("a secret of sixteen"));
        var request = new HashMap<>(Map.of("x-signature", "00", "authorization", "x", "webhook-id", "msg_1"));

        assertThat(SignatureVerifier.headersOf(Optional.of(camera), request::get))
                .containsExactly(Map.entry("x-signature", "00"));
    }

    @Test
    void derivesAnEventIdThatNeedsTheSitesKey() throws InvalidValue {
        var camera = TestSites.camera("cam-1", "hex", List.of("a secret of sixteen"));

        // HMAC-SHA256 by Python, key bytes 0 to 31, over event-id, 0, cam-1, 0, msg_1.
        assertThat(new Verified(camera, "msg_1").eventId()).isEqualTo("evt-c49b9f8b50a23dc4096bda7995b942f9");
        var other = TestSites.camera("cam-2", "hex", List.of("a secret of sixteen"));
        assertThat(new Verified(other, "msg_1").eventId()).isNotEqualTo(new Verified(camera, "msg_1").eventId());
    }

    /// Headers of random pieces of headers: whatever comes, a value comes back, and never a good one.
    @Test
    void neverThrowsAndNeverBelieves() throws InvalidValue {
        var random = new Random(20260118);
        var pieces = List.of(
                "v1,",
                "v1a,",
                " ",
                ",",
                "=",
                "sha256=",
                "msg_1",
                ".",
                "1614265330",
                "-1",
                "99999999999",
                "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "00".repeat(32),
                "\u00e9",
                "",
                "\u0000");
        for (String scheme : SignatureScheme.BY_NAME.keySet()) {
            String secret = scheme.equals("standard-webhooks") ? "whsec_" + "A".repeat(32) : "a secret of sixteen";
            var camera = Optional.of(TestSites.camera("cam-1", scheme, List.of(secret)));
            for (int i = 0; i < 5_000; i++) {
                var headers = SignatureVerifier.headersOf(
                        camera,
                        name -> random.nextInt(8) == 0
                                ? null
                                : random.ints(random.nextInt(5), 0, pieces.size())
                                        .mapToObj(pieces::get)
                                        .collect(joining()));
                assertThat(verifier.verify(camera, headers, new byte[10], Instant.ofEpochSecond(1614265330)))
                        .isInstanceOf(NotVerified.class);
            }
        }
    }
}
