package io.frostglass.gateway;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.frostglass.agent.Revocation;
import io.frostglass.agent.RevocationKind;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.gateway.TestClient.Answer;
import io.frostglass.topics.TopicCatalogue;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Which tokens the gateway takes, and what it says of a token.
@Tag("broker")
class EventTokenTest extends GatewayTest {

    private static final String UNKNOWN_EVENT = "evt-" + "0".repeat(32);

    static Stream<Arguments> tokensThatAreNone() {
        var past = Instant.now().minus(Duration.ofMinutes(10));
        return Stream.of(
                Arguments.of("malformed", (Tokens) id -> "no-token"),
                Arguments.of("expired", (Tokens) id -> fixture.mint().token(id, past)),
                Arguments.of("subject_wrong", (Tokens) id -> fixture.mint().token(UNKNOWN_EVENT, Instant.now())),
                Arguments.of("signature_wrong", (Tokens)
                        id -> other(fixture.mint().token(id, Instant.now()))),
                Arguments.of("key_unknown", (Tokens)
                        id -> TestMint.unpublished(fixture.cluster()).token(id, Instant.now())),
                Arguments.of("audience_wrong", (Tokens) id -> fixture.mint()
                        .sign(TestMint.claims(id, Instant.now())
                                .audience("somebody-else")
                                .build())),
                Arguments.of("lives_too_long", (Tokens) id -> fixture.mint()
                        .sign(TestMint.claims(id, Instant.now())
                                .expirationTime(Date.from(Instant.now().plus(Duration.ofHours(1))))
                                .build())));
    }

    interface Tokens {
        String of(String eventId);
    }

    /// The same claims under another signature.
    private static String other(String token) {
        int dot = token.lastIndexOf('.');
        return token.substring(0, dot + 1) + (token.charAt(dot + 1) == 'A' ? 'B' : 'A') + token.substring(dot + 2);
    }

    @ParameterizedTest
    @MethodSource("tokensThatAreNone")
    void refusesAllTokensAlikeAndTellsTheAuditLogWhy(String reason, Tokens token) {
        // Given
        var event = fixture.shown("site-1", "cam-1");

        // When
        Answer answer = fixture.agent().alert(event.getEventId(), token.of(event.getEventId()), TestClient.ALERT);

        // Then
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.headers()).containsKey("www-authenticate");
        assertThat(answer.body())
                .isEqualTo(
                        "{\"type\":\"urn:frostglass:problem:token_refused\",\"title\":\"Unauthorized\",\"status\":401,"
                                + "\"detail\":\"The event token does not allow this.\"}");
        assertThat(fixture.audited(event)).singleElement().satisfies(entry -> {
            assertThat(entry.getAction()).isEqualTo(Action.refused);
            assertThat(entry.getReason()).isEqualTo(reason);
            assertThat(entry.getOrigin()).matches("[0-9a-f]{16}");
        });
        // And the token of the event is still good.
        assertThat(fixture.agent().alert(event).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @EnumSource(RevocationKind.class)
    void refusesATokenOnceItIsTakenBack(RevocationKind kind) {
        // Given
        var event = fixture.shown("site-" + kind, "cam-" + kind);
        String id = switch (kind) {
            case token -> TestMint.idOf(event.getEphemeralToken());
            case event -> event.getEventId();
            case camera -> event.getCameraId();
            case site -> event.getSiteId();
            case all -> null;
        };
        var now = Instant.now();
        var issuedBefore = now.plusSeconds(1);

        // When
        var revocation = Revocation.newBuilder()
                .setKind(kind)
                .setId(id)
                .setIssuedBefore(issuedBefore)
                .setRevokedAt(now)
                .setForgetAfter(now.plus(Duration.ofMinutes(6)))
                .build();
        fixture.cluster().write(TopicCatalogue.REVOCATIONS, kind + "/" + id, revocation, Revocation.class);

        // Then
        eventually("the token is revoked", () -> !isActive(event.getEphemeralToken()));
        assertThat(fixture.agent().alert(event).status()).isEqualTo(401);
        assertThat(fixture.audited(event))
                .singleElement()
                .satisfies(entry -> assertThat(entry.getReason()).isEqualTo("revoked"));

        // And those that are issued later are not meant, nor are those of others.
        String later = "evt-" + UUID.randomUUID().toString().replace("-", "");
        String token = fixture.mint().token(later, issuedBefore.plusSeconds(1));
        fixture.mint()
                .publish(TestMint.event(
                        later, event.getSiteId(), event.getCameraId(), token, now.plus(TestMint.LIFETIME)));
        fixture.awaitShown(later);
        assertThat(fixture.agent().alert(later, token, TestClient.ALERT).status())
                .isEqualTo(201);

        // When it is withdrawn, the token is good again.
        fixture.cluster().write(TopicCatalogue.REVOCATIONS, kind + "/" + id, null, Revocation.class);
        eventually("the token is active again", () -> isActive(event.getEphemeralToken()));
    }

    private static boolean isActive(String token) {
        return fixture.agent(TestAgents.AUDITOR_KEY)
                .introspect(token)
                .json()
                .path("active")
                .booleanValue();
    }

    @Test
    void refusesTokensOfAKeyThatIsWithdrawn() {
        // Given
        var another = TestMint.open(fixture.cluster());
        var event = another.event("site-1", "cam-1");
        fixture.awaitShown(event.getEventId());
        eventually("the token is active", () -> isActive(event.getEphemeralToken()));

        // When
        another.withdraw();

        // Then
        eventually("the token is not active", () -> !isActive(event.getEphemeralToken()));
        assertThat(fixture.agent().alert(event).status()).isEqualTo(401);
    }

    @Test
    void saysWhatATokenSaysWithoutUsingIt() {
        // Given
        var event = fixture.shown("site-1", "cam-1");
        var checker = fixture.agent(TestAgents.AUDITOR_KEY);

        // When
        var active = checker.introspect(event.getEphemeralToken()).json();

        // Then
        assertThat(active.path("active").booleanValue()).isTrue();
        assertThat(active.path("sub").textValue()).isEqualTo(event.getEventId());
        assertThat(active.path("scope").textValue()).isEqualTo("alert:create:" + event.getEventId());
        assertThat(active.path("exp").longValue())
                .isEqualTo(event.getExpiresAt().getEpochSecond());
        assertThat(fixture.agent().alert(event).status()).isEqualTo(201);
        assertThat(checker.introspect(event.getEphemeralToken()).body()).isEqualTo("{\"active\":false}");
        assertThat(checker.introspect("nonsense").body()).isEqualTo("{\"active\":false}");
        assertThat(checker.introspect("a&token=b").status()).isEqualTo(400);
        assertThat(fixture.agent().introspect(event.getEphemeralToken()).status())
                .isEqualTo(403);
    }

    @Test
    void tellsTheAuditLogOfEachIntrospection() {
        // Given
        var event = fixture.shown("site-1", "cam-1");
        var checker = fixture.agent(TestAgents.AUDITOR_KEY);
        int before = calls("introspect").size();

        // When
        checker.introspect(event.getEphemeralToken());
        checker.introspect("nonsense");
        checker.introspect("a&token=b");

        // Then
        assertThat(calls("introspect").stream().skip(before))
                .extracting(entry -> entry.getCall().getAgent(), AuditEntry::getAction, AuditEntry::getReason)
                .containsExactlyInAnyOrder(
                        tuple("checker", Action.asked, "active"),
                        tuple("checker", Action.asked, "inactive"),
                        tuple("checker", Action.refused, "body"));
        assertThat(calls("introspect"))
                .filteredOn(entry -> "active".equals(entry.getReason()))
                .extracting(AuditEntry::getSubject)
                .contains(TestMint.idOf(event.getEphemeralToken()));
    }

    private static List<AuditEntry> calls(String tool) {
        return fixture.cluster().audit().stream()
                .filter(entry ->
                        entry.getCall() != null && entry.getCall().getTool().equals(tool))
                .toList();
    }
}
