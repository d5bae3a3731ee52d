package io.frostglass.escalation;

import static io.frostglass.escalation.TestTopology.said;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.runtime.follow.FollowedRecord.RecordContent;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AgentAvailabilityTest {

    private static final Instant NOW = Instant.parse("2026-01-18T12:35:00Z");
    private static final Instant LATER = NOW.plusSeconds(10);
    private static final String EVENT = "evt-00000000000000000000000000000000";

    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private final AgentAvailability agentAvailability = new AgentAvailability(now::get);

    @Test
    void knowsOfNobodyWhereNobodySaidSo() {
        // When
        agentAvailability.take(said("gateway-1", LATER, "site-1", 50));

        // Then
        assertThat(agentAvailability.percentAt("site-1")).isEqualTo(50);
        assertThat(agentAvailability.percentAt("site-2")).isZero();
    }

    @Test
    void takesTheMostConfidentOfTheGateways() {
        // When
        agentAvailability.take(said("gateway-1", LATER, "site-1", 100));
        agentAvailability.take(said("gateway-2", LATER, "site-1", 5));

        // Then
        assertThat(agentAvailability.percentAt("site-1")).isEqualTo(100);
    }

    @Test
    void forgetsWhatIsNotSaidAnew() {
        // Given
        agentAvailability.take(said("gateway-1", LATER, "site-1", 100));
        agentAvailability.take(said("gateway-2", LATER.plusSeconds(1), "site-1", 5));

        // When
        now.set(LATER);

        // Then
        assertThat(agentAvailability.percentAt("site-1")).isEqualTo(5);
    }

    @Test
    void takesTheLastWordOfAGateway() {
        // Given
        agentAvailability.take(said("gateway-1", LATER, "site-1", 100));

        // When
        agentAvailability.take(said("gateway-1", LATER, "site-2", 100));

        // Then
        assertThat(agentAvailability.percentAt("site-1")).isZero();
    }

    @Test
    void knowsOfNobodyWhereTheLastWordIsTakenBackOrCannotBeRead() {
        // Given
        agentAvailability.take(said("gateway-1", LATER, "site-1", 100));
        agentAvailability.take(said("gateway-2", LATER, "site-2", 100));

        // When
        agentAvailability.take(said("gateway-1", new RecordContent.Deleted<>()));
        agentAvailability.take(said("gateway-2", new RecordContent.UnreadableRecord<>()));

        // Then
        assertThat(agentAvailability.percentAt("site-1")).isZero();
        assertThat(agentAvailability.percentAt("site-2")).isZero();
    }

    @Test
    void includesTheShareOfTheEventsThatTheGatewaysInclude() {
        // Given
        agentAvailability.take(said("gateway-1", LATER, "site-1", 40));

        // When
        long included = IntStream.range(0, 1000)
                .filter(i -> agentAvailability.includes("evt-000000000000000000000000%08x".formatted(i), "site-1"))
                .count();

        // Then
        assertThat(included).isEqualTo(400);
    }

    @Test
    void waitsForNobodyBecauseOfAnIdThatIsNoneOfOurs() {
        // When
        agentAvailability.take(said("gateway-1", LATER, "site-1", 100));

        // Then
        assertThat(agentAvailability.includes("evt-nonsense", "site-1")).isFalse();
    }

    @Test
    void takesWhatIsNotKnownInFavourOfTheAlert() {
        // Given
        var read = new AtomicBoolean();
        var inSight = new AtomicBoolean();
        var lookup = new AgentAvailability.Lookup(agentAvailability, read::get, inSight::get);
        agentAvailability.take(said("gateway-1", LATER, "site-1", 100));

        // When nothing has been read to its end, then all, then the broker is away, and then the gateway, too
        boolean thereAtFirst = lookup.isThere(EVENT, "site-1");
        boolean goneAtFirst = lookup.isGone(EVENT, "site-2");
        read.set(true);
        inSight.set(true);
        boolean thereWhenRead = lookup.isThere(EVENT, "site-1");
        boolean goneWhenRead = lookup.isGone(EVENT, "site-2");
        inSight.set(false);
        boolean thereOutOfSight = lookup.isThere(EVENT, "site-1");
        boolean goneOutOfSight = lookup.isGone(EVENT, "site-1");
        now.set(LATER);

        // Then
        assertThat(thereAtFirst).isFalse();
        assertThat(goneAtFirst).isFalse();
        assertThat(thereWhenRead).isTrue();
        assertThat(goneWhenRead).isTrue();
        assertThat(thereOutOfSight).isFalse();
        assertThat(goneOutOfSight).isFalse();
        assertThat(lookup.isGone(EVENT, "site-1")).isTrue();
    }
}
