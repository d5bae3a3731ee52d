package io.frostglass.verifier;

import static io.frostglass.verifier.TokenScenarios.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.frostglass.verifier.TokenVerdict.TokenAccepted;
import io.frostglass.verifier.TokenVerdict.TokenRefused;
import java.text.ParseException;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Random changes, the same at every run.
@Tag("slow")
class FuzzTest {

    private static final long SEED = 20260118;
    private static final List<String> PIECES = List.of(
            ".",
            "=",
            "\"",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\\",
            "\\u0000",
            "null",
            "1e9",
            "-",
            " ",
            "\n",
            "\u0000",
            "\u00e9",
            "\ud83d",
            "e30",
            "eyJhbGciOiJub25lIn0",
            "\"alg\":\"none\",");

    private final Random random = new Random(SEED);
    private final TokenVerifier verifier = TokenVerifierTest.verifier(NOW);

    @Test
    void refusesEveryChangeOfATokensText() {
        for (String kind : List.of("RS256", "PS256", "ES256", "EdDSA")) {
            String token = TokenVerifierTest.token("accepts " + kind);
            for (int i = 0; i < 5_000; i++) {
                String changed = changed(token);
                if (!changed.equals(token)) {
                    assertThat(verifier.verify(changed, "evt-1")).isInstanceOf(TokenRefused.class);
                }
            }
        }
    }

    /// Changed JSON in valid base64url parts, which reaches the readers of header and claims.
    @Test
    void refusesEveryChangeInsideATokensParts() {
        String token = TokenVerifierTest.token("accepts ES256");
        String[] parts = token.split("\\.");
        for (int i = 0; i < 20_000; i++) {
            int which = random.nextInt(2);
            String[] changed = parts.clone();
            changed[which] = encoded(changed(new String(Base64.getUrlDecoder().decode(parts[which]), UTF_8)));
            String text = String.join(".", changed);
            if (!text.equals(token)) {
                assertThat(verifier.verify(text, "evt-1")).isInstanceOf(TokenRefused.class);
            }
        }
    }

    /// The JOSE library reads the same names and texts from each object that StrictJson accepts.
    @Test
    void readsNoJsonOtherwiseThanTheLibrary() {
        String json = "{\"a\":\"x\\u00e9\\n\",\"b\":[1,{\"c\":null}],\"d\":-1.5e3,\"e\":true, \"f\":{}}";
        int[] taken = {0};
        for (int i = 0; i < 50_000; i++) {
            bothRead(changed(json).getBytes(UTF_8), (ours, theirs) -> taken[0]++);
        }
        assertThat(taken[0]).isPositive();
    }

    @Test
    void readsAnyKeySetWithoutThrowing() {
        String set = TokenScenarios.keySet();
        for (int i = 0; i < 3_000; i++) {
            try {
                JwkSetKeys.read(changed(set).getBytes(UTF_8), NOW);
            } catch (TokenRefusedException e) {
                assertThat(e.why()).isEqualTo(TokenRefusal.MALFORMED);
            }
        }
    }

    /// Each member of a key, including others that the library knows, gets a value of another type.
    @Test
    void readsAnyKeyWhateverItsMembersHold() {
        List<String> names = List.of(
                "kty",
                "crv",
                "x",
                "y",
                "n",
                "e",
                "d",
                "alg",
                "kid",
                "use",
                "key_ops",
                "x5c",
                "x5u",
                "x5t",
                "x5t#S256",
                "exp",
                "nbf",
                "iat",
                "revoked",
                "oth",
                "k",
                "p");
        List<String> held = List.of(
                "null",
                "1",
                "-1",
                "1e400",
                "true",
                "\"\"",
                "\"AA\"",
                "\"\u00e9\"",
                "[]",
                "[null]",
                "[1]",
                "{}",
                "[[]]");
        for (String kind : List.of("RSA", "EC", "OKP", "oct")) {
            for (String name : names) {
                for (String value : held) {
                    String key = key(kind).replaceFirst("\"" + name + "\":\"[^\"]*\",?", "");
                    String changed = "{\"" + name + "\":" + value + "," + key.substring(1);
                    assertThatCode(() -> VerificationKey.parse(changed, NOW, NOW))
                            .as(changed)
                            .doesNotThrowAnyException();
                }
            }
        }
    }

    @Test
    void stillAcceptsTheTokenAsItWas() {
        assertThat(verifier.verify(TokenVerifierTest.token("accepts ES256"), "evt-1"))
                .isInstanceOf(TokenAccepted.class);
    }

    private static void bothRead(byte[] json, BiConsumer<Object, Object> taken) {
        try {
            var ours = StrictJson.members(json, TokenRefusal.CLAIMS_DUPLICATED);
            var theirs = JSONObjectUtils.parse(new String(json, UTF_8));
            assertThat(ours.keySet()).isEqualTo(theirs.keySet());
            ours.forEach((name, value) -> {
                if (value instanceof StrictJson.JsonText(String text)) {
                    assertThat(theirs).containsEntry(name, text);
                }
            });
            taken.accept(ours, theirs);
        } catch (TokenRefusedException e) {
            assertThat(e.why()).isIn(TokenRefusal.MALFORMED, TokenRefusal.CLAIMS_DUPLICATED);
        } catch (ParseException e) {
            throw new AssertionError("the library refuses what we take: " + new String(json, UTF_8), e);
        }
    }

    /// The first key of this kind in the key set, as the library would write it.
    private static String key(String kind) {
        try {
            return JWKSet.parse(TokenScenarios.keySet()).getKeys().stream()
                    .filter(key -> key.getKeyType().getValue().equals(kind))
                    .findFirst()
                    .orElseThrow()
                    .toJSONString();
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private String changed(String text) {
        var changed = new StringBuilder(text);
        for (int i = random.nextInt(3); i >= 0 && !changed.isEmpty(); i--) {
            int at = random.nextInt(changed.length());
            switch (random.nextInt(6)) {
                case 0 -> changed.setCharAt(at, (char) random.nextInt(128));
                case 1 -> changed.deleteCharAt(at);
                case 2 -> changed.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 3 -> changed.setLength(at);
                case 4 -> changed.insert(at, changed.substring(random.nextInt(at + 1), at));
                default -> changed.setCharAt(at, (char) (changed.charAt(at) ^ (1 << random.nextInt(8))));
            }
        }
        return changed.toString();
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }
}
