package io.frostglass.gateway.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.frostglass.gateway.agents.ClientCertificate;
import io.frostglass.gateway.agents.OidcIssuer;
import io.frostglass.gateway.oidc.AccessTokenVerifier.AccessTokenResult;
import io.frostglass.testsupport.Scenario;
import io.frostglass.testsupport.ScenarioReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokenVerifierTest {

    private static final Instant NOW = Instant.parse("2026-01-18T22:30:00Z");

    private final TestIssuer provider = new TestIssuer();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final AccessTokenVerifier tokens = new AccessTokenVerifier(metrics, () -> NOW);
    private final OidcIssuer issuer =
            new OidcIssuer(provider.url(), TestIssuer.AUDIENCE, Optional.empty(), "sub", Duration.ofHours(2));

    @AfterEach
    void stop() {
        tokens.close();
        provider.close();
    }

    static Stream<Scenario> tokens() {
        return ScenarioReader.of("access-tokens.yaml");
    }

    @ParameterizedTest
    @MethodSource("tokens")
    void areTakenIfTheyAreRight(Scenario scenario) {
        assertThat(check(token(scenario))).isEqualTo(scenario.text("verdict"));
    }

    private String token(Scenario scenario) {
        var values = scenario.values();
        var claims = provider.claims("agent", NOW);
        if (values.get("issued") instanceof Integer seconds) {
            claims.issueTime(Date.from(NOW.plusSeconds(seconds)));
        }
        if (values.get("expires") instanceof Integer seconds) {
            claims.expirationTime(Date.from(NOW.plusSeconds(seconds)));
        }
        if (values.get("claims") instanceof Map<?, ?> others) {
            others.forEach((name, value) -> claims.claim(
                    String.valueOf(name),
                    value instanceof Integer seconds ? Date.from(NOW.plusSeconds(seconds)) : value));
        }
        if (values.get("without") instanceof String name) {
            claims.claim(name, null);
        }
        JWTClaimsSet all = claims.build();
        String type = scenario.has("type") ? scenario.text("type") : "at+jwt";
        return switch (scenario.has("signed") ? scenario.text("signed") : "") {
            case "none" -> provider.unsignedToken(all);
            case "symmetric" -> provider.symmetricToken(all);
            case "altered" -> withSignatureOf(provider.token(type, all));
            default -> provider.token(type, all);
        };
    }

    private String withSignatureOf(String token) {
        String other = provider.token(provider.claims("other", NOW).build());
        return token.substring(0, token.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));
    }

    private String check(String token) {
        return check(token, Optional.empty());
    }

    private String check(String token, Optional<ClientCertificate> certificate) {
        return switch (tokens.check(issuer, token, certificate)) {
            case AccessTokenResult.ValidToken _ -> "good";
            case AccessTokenResult.InvalidToken(String reason) -> reason;
        };
    }

    private String good() {
        return provider.token(provider.claims("agent", NOW).build());
    }

    @Test
    void sayWhoseTheyAreInTheClaimThatIsAgreedOn() {
        // Given
        var byClient =
                new OidcIssuer(provider.url(), TestIssuer.AUDIENCE, Optional.empty(), "client_id", Duration.ofHours(2));
        String token = provider.token(
                provider.claims("a-user", NOW).claim("client_id", "a-client").build());

        // Then
        assertThat(tokens.check(issuer, token, Optional.empty())).isEqualTo(new AccessTokenResult.ValidToken("a-user"));
        assertThat(tokens.check(byClient, token, Optional.empty()))
                .isEqualTo(new AccessTokenResult.ValidToken("a-client"));
    }

    @Test
    void areGoodWithTheCertificateToWhichTheyAreBoundAlone() {
        // Given
        String fingerprint = "ab".repeat(32);
        String thumbprint = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(HexFormat.of().parseHex(fingerprint));
        String token = provider.token(provider.claims("agent", NOW)
                .claim("cnf", Map.of("x5t#S256", thumbprint))
                .build());

        // Then
        assertThat(check(token, Optional.of(new ClientCertificate(fingerprint, Set.of()))))
                .isEqualTo("good");
        assertThat(check(token, Optional.of(new ClientCertificate("cd".repeat(32), Set.of()))))
                .isEqualTo("token_bound");
        assertThat(check(token)).isEqualTo("token_bound");
    }

    @Test
    void followTheProvidersKeys() {
        // Given
        String old = good();
        assertThat(check(old)).isEqualTo("good");

        // When
        provider.addKey();
        provider.dropOldestKey();

        // Then
        assertThat(check(good())).isEqualTo("good");
        assertThat(check(old)).isEqualTo("token_wrong");
    }

    @Test
    void goOnWithTheKeysThatAreKnownWhileTheProviderIsAway() {
        // Given
        String known = good();
        assertThat(check(known)).isEqualTo("good");
        provider.addKey();

        // When
        provider.away(true);

        // Then
        assertThat(check(good())).isNotEqualTo("good");
        assertThat(check(known)).isEqualTo("good");
        assertThat(metrics.get("frostglass.gateway.oidc.reachable").gauge().value())
                .isZero();
    }

    @Test
    void doNotMakeTheGatewayAskTheProviderAgainAndAgain() {
        // Given
        check(good());

        // When
        for (int i = 0; i < 50; i++) {
            provider.addKey();
            check(good());
        }

        // Then
        assertThat(provider.fetches()).isLessThanOrEqualTo(3);
    }

    @Test
    void areRefusedWhereNoKeysCanBeHadAtAll() {
        // Given
        provider.away(true);

        // Then
        assertThat(check(good())).isEqualTo("token_keys_away");
    }

    @Test
    void areRefusedIfTheDiscoveryDocumentIsOfAnotherIssuer() {
        // Given
        provider.callsItself("https://login.example.com");

        // Then
        assertThat(check(good())).isEqualTo("token_keys_away");
    }

    /// RFC 7517, section 5: what one does not understand is ignored.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "1",
                "[]",
                "{}",
                "{\"kid\":\"no kty\"}",
                "{\"kty\":5}",
                "{\"kty\":\"EC\",\"crv\":\"BP-256\",\"x\":\"AAAA\",\"y\":\"AAAA\",\"kid\":\"bp\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AAAA\",\"kid\":\"no y\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AAAA\",\"y\":\"AAAA\",\"kid\":\"key-0\"}",
                "{\"kty\":\"RSA\",\"e\":\"AQAB\",\"kid\":\"no n\"}",
                "{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"\",\"kid\":\"key-0\"}",
                "{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"AQAB\",\"kid\":5}",
                "{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"AQAB\",\"x5c\":[\"no certificate\"]}",
                "{\"kty\":\"oct\",\"k\":\"AAAA\",\"kid\":\"key-0\"}",
                "{\"kty\":\"PQ\",\"alg\":\"ML-DSA-65\",\"pub\":\"AAAA\"}",
                "{\"kty\":\"EC\",\"kty\":\"RSA\",\"kid\":\"twice\"}",
                "{\"kty\":\"EC\",\"exp\":1e999}"
            })
    void areGoodWhateverElseIsInTheProvidersSet(String odd) {
        // Given
        provider.addOther(odd);

        // Then
        assertThat(check(good())).isEqualTo("good");
        assertThat(metrics.get("frostglass.gateway.oidc.reachable").gauge().value())
                .isOne();
    }

    /// RFC 7518, section 3.3.
    @ParameterizedTest
    @CsvSource({"1024, token_wrong", "2047, token_wrong", "2048, good"})
    void needAnRsaKeyThatIsLongEnough(int bits, String verdict) throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        var pair = generator.generateKeyPair();
        provider.addOther(new RSAKey.Builder((RSAPublicKey) pair.getPublic())
                .keyID("rsa")
                .build()
                .toJSONString());
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(JOSEObjectType.JWT)
                .keyID("rsa")
                .build();
        var token = new SignedJWT(header, provider.claims("agent", NOW).build());
        token.sign(new RSASSASigner(pair.getPrivate(), Set.of(AllowWeakRSAKey.getInstance())));

        assertThat(check(token.serialize())).isEqualTo(verdict);
    }

    @Test
    void areToldFromApiKeysByTheirForm() {
        assertThat(AccessTokenVerifier.haveShapeOf(good())).isTrue();
        assertThat(List.of("{ \"alg\" : \"RS256\" }", "\n{\"alg\":\"RS256\"}", "\t {\r\n\"typ\":\"JWT\"}"))
                .allSatisfy(header -> assertThat(AccessTokenVerifier.haveShapeOf(encoded(header) + ".e30.AAAA"))
                        .isTrue());
        assertThat(AccessTokenVerifier.haveShapeOf(encoded("{\"alg\":\"none\"}") + ".e30."))
                .isTrue();
        assertThat(List.of(
                        "key-of-an-agent-that-sees-all",
                        "a.b.c",
                        "key.with.dots",
                        encoded("[1]") + ".e30.AAAA",
                        encoded("\"text\"") + ".e30.AAAA",
                        encoded("null") + ".e30.AAAA",
                        encoded("{not json") + ".e30.AAAA",
                        encoded("{\"alg\":\"RS256\"}") + ".e30",
                        encoded("{\"alg\":\"RS256\"}") + ".e30.AAAA.AAAA",
                        encoded("{\"alg\":\"RS256\"}") + "=.e30.AAAA"))
                .allSatisfy(bearer ->
                        assertThat(AccessTokenVerifier.haveShapeOf(bearer)).isFalse());
    }

    private static String encoded(String header) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(UTF_8));
    }
}
