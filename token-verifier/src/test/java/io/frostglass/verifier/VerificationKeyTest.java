package io.frostglass.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerificationKeyTest {

    private static final Instant FROM = Instant.parse("2026-01-18T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2026-01-19T00:00:00Z");
    private static final ECKey KEY = TestTokens.key().toPublicJWK();

    @Test
    void knowsItsAlgorithmIdAndValidity() {
        // When
        VerificationKey key = parse(KEY.toJSONString()).orElseThrow();

        // Then
        assertThat(key.id()).isEqualTo(KEY.getKeyID());
        assertThat(key.algorithm()).isEqualTo(SignatureAlgorithm.ES256);
        assertThat(key.jwk()).isEqualTo(KEY.toJSONString());
        assertThat(key.from()).isEqualTo(FROM);
        assertThat(key.until()).isEqualTo(UNTIL);
        assertThat(key).hasToString("VerificationKey[" + KEY.getKeyID() + ", ES256]");
    }

    @Test
    void isShortenedByItsOwnTimesAndNotLengthened() {
        var shorter = new ECKey.Builder(KEY)
                .notBeforeTime(Date.from(FROM.plusSeconds(1)))
                .expirationTime(Date.from(UNTIL.minusSeconds(1)))
                .build();
        var longer = new ECKey.Builder(KEY)
                .notBeforeTime(Date.from(FROM.minusSeconds(1)))
                .expirationTime(Date.from(UNTIL.plusSeconds(1)))
                .build();

        assertThat(parse(shorter.toJSONString())).hasValueSatisfying(key -> {
            assertThat(key.from()).isEqualTo(FROM.plusSeconds(1));
            assertThat(key.until()).isEqualTo(UNTIL.minusSeconds(1));
        });
        assertThat(parse(longer.toJSONString())).hasValueSatisfying(key -> {
            assertThat(key.from()).isEqualTo(FROM);
            assertThat(key.until()).isEqualTo(UNTIL);
        });
    }

    @Test
    void isNoneOfAnotherUse() {
        var builder = new ECKey.Builder(KEY);

        assertThat(parse(builder.keyUse(KeyUse.ENCRYPTION).build().toJSONString()))
                .isEmpty();
        assertThat(parse(builder.keyUse(null)
                        .keyOperations(Set.of(KeyOperation.DERIVE_KEY))
                        .build()
                        .toJSONString()))
                .isEmpty();
        assertThat(parse(builder.keyOperations(Set.of(KeyOperation.VERIFY))
                        .build()
                        .toJSONString()))
                .isPresent();
    }

    @Test
    void isNoneForAnAlgorithmOfAnotherKindOfKey() {
        for (String alg : new String[] {"RS256", "PS256", "EdDSA", "Ed25519", "ES384", "HS256", "none"}) {
            var key = new ECKey.Builder(KEY).algorithm(new JWSAlgorithm(alg)).build();
            assertThat(parse(key.toJSONString())).isEmpty();
        }
    }

    @Test
    void isNoneOnAnotherCurve() throws Exception {
        var key = new ECKeyGenerator(Curve.P_384)
                .algorithm(JWSAlgorithm.ES256)
                .keyIDFromThumbprint(true)
                .generate();
        assertThat(parse(key.toPublicJWK().toJSONString())).isEmpty();
    }

    @Test
    void isNoneThatIsWeak() throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        var weak = new RSAKey.Builder((RSAPublicKey) generator.generateKeyPair().getPublic())
                .algorithm(JWSAlgorithm.RS256)
                .keyIDFromThumbprint()
                .build();
        var sound = new RSAKeyGenerator(2048)
                .algorithm(JWSAlgorithm.RS256)
                .keyIDFromThumbprint(true)
                .generate();

        assertThat(parse(weak.toJSONString())).isEmpty();
        assertThat(parse(sound.toPublicJWK().toJSONString())).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "null",
                "[]",
                "{\"kty\":\"RSA\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}"
            })
    void isNoneOfWhatIsNoKey(String json) {
        assertThat(parse(json)).isEmpty();
    }

    @Test
    void takesTheKeysOfASetThatAreFitForUse() throws Exception {
        assertThat(JwkSetKeys.read(TokenScenarios.keySet().getBytes(UTF_8), UNTIL))
                .hasSize(7);
        assertThatIllegalArgumentException().isThrownBy(() -> JwkSetKeys.parse("[]"));
    }

    private static Optional<VerificationKey> parse(String jwk) {
        return VerificationKey.parse(jwk, FROM, UNTIL);
    }
}
