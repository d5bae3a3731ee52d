package io.frostglass.escalation;

import static io.frostglass.escalation.TestTopology.said;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.runtime.follow.Followed.Content;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AttendanceTest {

    private static final Instant NOW = Instant.parse("2026-01-18T12:35:00Z");
    private static final Instant LATER = NOW.plusSeconds(10);
    private static final String EVENT = "evt-00000000000000000000000000000000";

    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private final Attendance attendance = new Attendance(now::get);

    @Test
    void knowsOfNobodyWhereNobodySaidSo() {
        // When
        attendance.take(said("gateway-1", LATER, "site-1", 50));

        // Then
        assertThat(attendance.percentAt("site-1")).isEqualTo(50);
        assertThat(attendance.percentAt("site-2")).isZero();
    }

    @Test
    void takesTheMostConfidentOfTheGateways() {
        // When
        attendance.take(said("gateway-1", LATER, "site-1", 100));
        attendance.take(said("gateway-2", LATER, "site-1", 5));

        // Then
        assertThat(attendance.percentAt("site-1")).isEqualTo(100);
    }

    @Test
    void forgetsWhatIsNotSaidAnew() {
        // Given
        attendance.take(said("gateway-1", LATER, "site-1", 100));
        attendance.take(said("gateway-2", LATER.plusSeconds(1), "site-1", 5));

        // When
        now.set(LATER);

        // Then
        assertThat(attendance.percentAt("site-1")).isEqualTo(5);
    }

    @Test
    void takesTheLastWordOfAGateway() {
        // Given
        attendance.take(said("gateway-1", LATER, "site-1", 100));

        // When
        attendance.take(said("gateway-1", LATER, "site-2", 100));

        // Then
        assertThat(attendance.percentAt("site-1")).isZero();
    }

    @Test
    void knowsOfNobodyWhereTheLastWordIsTakenBackOrCannotBeRead() {
        // Given
        attendance.take(said("gateway-1", LATER, "site-1", 100));
        attendance.take(said("gateway-2", LATER, "site-2", 100));

        // When
        attendance.take(said("gateway-1", new Content.Deleted<>()));
        attendance.take(said("gateway-2", new Content.Unreadable<>()));

        // Then
        assertThat(attendance.percentAt("site-1")).isZero();
        assertThat(attendance.percentAt("site-2")).isZero();
    }

    @Test
    void includesTheShareOfTheEventsThatTheGatewaysInclude() {
        // Given
        attendance.take(said("gateway-1", LATER, "site-1", 40));

        // When
        long included = IntStream.range(0, 1000)
                .filter(i -> attendance.includes("evt-000000000000000000000000%08x".formatted(i), "site-1"))
                .count();

        // Then
        assertThat(included).isEqualTo(400);
    }

    @Test
    void waitsForNobodyBecauseOfAnIdThatIsNoneOfOurs() {
        // When
        attendance.take(said("gateway-1", LATER, "site-1", 100));

        // Then
        assertThat(attendance.includes("evt-nonsense", "site-1")).isFalse();
    }

    @Test
    void takesWhatIsNotKnownInFavourOfTheAlert() {
        // Given
        var read = new AtomicBoolean();
        var inSight = new AtomicBoolean();
        var presence = new Presence(attendance, read::get, inSight::get);
        attendance.take(said("gateway-1", LATER, "site-1", 100));

        // When nothing has been read to its end, then all, then the broker is away, and then the gateway, too
        boolean thereAtFirst = presence.isThere(EVENT, "site-1");
        boolean goneAtFirst = presence.isGone(EVENT, "site-2");
        read.set(true);
        inSight.set(true);
        boolean thereWhenRead = presence.isThere(EVENT, "site-1");
        boolean goneWhenRead = presence.isGone(EVENT, "site-2");
        inSight.set(false);
        boolean thereOutOfSight = presence.isThere(EVENT, "site-1");
        boolean goneOutOfSight = presence.isGone(EVENT, "site-1");
        now.set(LATER);

        // Then
        assertThat(thereAtFirst).isFalse();
        assertThat(goneAtFirst).isFalse();
        assertThat(thereWhenRead).isTrue();
        assertThat(goneWhenRead).isTrue();
        assertThat(thereOutOfSight).isFalse();
        assertThat(goneOutOfSight).isFalse();
        assertThat(presence.isGone(EVENT, "site-1")).isTrue();
    }
}
