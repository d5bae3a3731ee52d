package io.frostglass.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.IncidentChange;
import io.frostglass.alerts.IncidentStatus;
import io.frostglass.delivery.IncidentOrder.Turn;
import io.frostglass.delivery.receivers.SentBefore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class IncidentOrderTest {

    private final IncidentOrder order = new IncidentOrder(InstantSource.system());

    private final Escalation opened = alert(1, IncidentChange.opened);
    private final Escalation updated = alert(2, IncidentChange.updated);
    private final Escalation resolved = alert(3, IncidentChange.resolved);
    private final Escalation late = alert(4, IncidentChange.updated);
    private final Escalation reopened = alert(5, IncidentChange.reopened);

    @Test
    void sendsOneMessageOfAnIncidentAtATime() {
        // Given
        Turn first = order.enter(opened);
        Turn second = order.enter(updated);

        // When, Then
        assertThat(order.begin(first)).contains(List.of(opened, updated));
        assertThat(order.begin(second)).isEmpty();
        order.notSent(first);
        assertThat(order.begin(second)).contains(List.of(opened, updated));
    }

    @Test
    void leavesOutWhatHasGoneOutWithAnother() {
        // Given
        Turn first = order.enter(opened);
        Turn second = order.enter(updated);

        // When
        order.begin(second);
        order.sent(second, updated, "ref");

        // Then
        assertThat(order.needless(first)).contains(IncidentOrder.NEWER);
        assertThat(order.before(reopened)).isEqualTo(new SentBefore(2, IncidentStatus.open, "ref"));
    }

    @Test
    void showsWhatWasBeforeItIsResolved() {
        // Given
        Turn end = order.enter(resolved);
        Turn begin = order.enter(opened);

        // When, Then
        assertThat(order.begin(end)).isEmpty();
        assertThat(order.begin(begin)).contains(List.of(opened));
        order.sent(begin, opened, "");
        order.leave(begin);
        assertThat(order.begin(end)).contains(List.of(resolved));
    }

    @Test
    void reopensOnlyWhatIsResolved() {
        // Given
        Turn again = order.enter(reopened);
        Turn end = order.enter(resolved);

        // When, Then
        assertThat(order.begin(again)).isEmpty();
        assertThat(order.begin(end)).contains(List.of(resolved));
        order.sent(end, resolved, "");
        order.leave(end);
        assertThat(order.needless(again)).isEmpty();
        assertThat(order.begin(again)).contains(List.of(reopened));
    }

    @Test
    void sendsNoUpdateAfterAResolve() {
        // Given
        order.learn(
                Set.of(Incidents.id("a")), Map.of(Incidents.id("a"), new SentBefore(3, IncidentStatus.resolved, "")));

        // When, Then
        assertThat(order.needless(order.enter(late))).contains(IncidentOrder.RESOLVED);
        assertThat(order.needless(order.enter(opened))).contains(IncidentOrder.NEWER);
        assertThat(order.needless(order.enter(reopened))).isEmpty();
    }

    @Test
    void asksOnceAboutAnIncidentThatAnotherProcessBegan() {
        assertThat(order.isUnknown(opened)).isFalse();
        assertThat(order.isUnknown(updated)).isTrue();
        order.learn(Set.of(Incidents.id("a")), Map.of());
        assertThat(order.isUnknown(updated)).isFalse();
        assertThat(order.before(updated)).isNull();
    }

    @Test
    @Timeout(10)
    void waitsNoLongerThanItMust() throws Exception {
        // Given
        Turn end = order.enter(resolved);
        Turn begin = order.enter(opened);

        // When, Then
        order.await(end, Instant.now().plusMillis(20), () -> false);
        order.await(end, Instant.now().plus(Duration.ofHours(1)), () -> true);
        Thread.ofVirtual().start(() -> order.leave(begin));
        order.await(end, Instant.now().plus(Duration.ofHours(1)), () -> false);
        assertThat(order.begin(end)).isEqualTo(Optional.of(List.of(resolved)));
    }

    private static Escalation alert(int version, IncidentChange change) {
        return Incidents.alert("pager", "a", version, change);
    }
}
