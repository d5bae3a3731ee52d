package io.frostglass.gateway.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.agent.Revocation;
import io.frostglass.gateway.feed.EventIndex;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.FollowedRecord.RecordContent;
import io.frostglass.verifier.VerifiedToken;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class RevokedTokensTest {

    private static final Instant NOW = Instant.parse("2026-01-18T12:34:56Z");

    private final InstantSource clock = InstantSource.fixed(NOW);
    private final RevokedTokens revoked = new RevokedTokens(new EventIndex(10, Duration.ofMinutes(1), clock), clock);

    @Test
    void takesARevocationThatCannotBeReadForOneOfAllTokensUntilThen() {
        // When
        revoked.take(unreadable(NOW));

        // Then
        assertThat(revoked.revoked(issuedAt(NOW.minusSeconds(1)))).isTrue();
        assertThat(revoked.revoked(issuedAt(NOW))).isFalse();
    }

    @Test
    void forgetsOneThatMeansNoTokenThatCouldStillBeValid() {
        // When
        revoked.take(unreadable(NOW.minus(Duration.ofMinutes(7))));

        // Then
        assertThat(revoked.size()).isZero();
    }

    private static FollowedRecord<Revocation> unreadable(Instant written) {
        return new FollowedRecord<>(0, 1, written, 3, "site/site-1", new RecordContent.UnreadableRecord<>());
    }

    private static VerifiedToken issuedAt(Instant time) {
        return new VerifiedToken("jti-1", "evt-1", "key-1", time, time.plusSeconds(240), null, null);
    }
}
