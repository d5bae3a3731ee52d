package io.frostglass.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SigningKeyTest {

    private static final Map<SigningAlgorithm, SigningKey> KEYS = new EnumMap<>(SigningAlgorithm.class);

    /// Not the usual length; longer keys take seconds to make.
    private static final int RSA_BITS = 2056;

    private static SigningKey key(SigningAlgorithm algorithm) {
        return KEYS.computeIfAbsent(algorithm, each -> SigningKey.make(each, RSA_BITS));
    }

    @ParameterizedTest
    @EnumSource(SigningAlgorithm.class)
    void signsSoThatOthersCanVerifyWithItsPublicHalf(SigningAlgorithm algorithm) throws Exception {
        // Given
        var key = key(algorithm);

        // When
        String token = key.sign(new JWTClaimsSet.Builder().subject("evt-1").build());

        // Then
        assertThat(TestKeys.verifies(token, key.publicJwk())).isTrue();
        assertThat(SignedJWT.parse(token).getHeader().toJSONObject())
                .containsOnlyKeys("alg", "kid", "typ")
                .containsEntry("alg", algorithm.code())
                .containsEntry("kid", key.id())
                .containsEntry("typ", "JWT");
    }

    @ParameterizedTest
    @EnumSource(SigningAlgorithm.class)
    void describesItsPublicHalfForTheKeySet(SigningAlgorithm algorithm) throws Exception {
        // When
        var jwk = JWK.parse(key(algorithm).publicJwk());

        // Then
        assertThat(jwk.isPrivate()).isFalse();
        assertThat(jwk.getKeyID()).isEqualTo(jwk.computeThumbprint().toString());
        assertThat(jwk.getAlgorithm().getName()).isEqualTo(algorithm.code());
        assertThat(jwk.getKeyUse().identifier()).isEqualTo("sig");
        assertThat(jwk.size()).isEqualTo(algorithm.name().endsWith("S256") && jwk.size() > 256 ? RSA_BITS : 256);
    }

    @ParameterizedTest
    @EnumSource(SigningAlgorithm.class)
    void showsItsIdAloneInItsText(SigningAlgorithm algorithm) {
        var key = key(algorithm);
        assertThat(key.toString()).isEqualTo("SigningKey[" + key.id() + "]");
    }
}
