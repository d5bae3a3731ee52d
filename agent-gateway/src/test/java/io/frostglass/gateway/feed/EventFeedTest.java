package io.frostglass.gateway.feed;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.gateway.feed.EventFeed.FeedLimits;
import io.frostglass.gateway.feed.EventFeed.FeedPage;
import io.frostglass.gateway.feed.EventFeed.FeedQuery;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.FollowedRecord.RecordContent;
import io.frostglass.tools.ProblemType;
import io.frostglass.tools.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventFeedTest {

    private static final Instant START = Instant.parse("2026-01-18T12:00:00Z");
    private static final Duration LIFETIME = Duration.ofMinutes(4);

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final EventFeed eventFeed = new EventFeed(new FeedLimits(3, 100, 1), now::get);
    private final Map<Integer, Long> reached = new HashMap<>(Map.of(0, 0L, 1, 0L));

    @BeforeEach
    void begin() {
        eventFeed.begins(reached);
    }

    @Test
    void showsEachEventOnceOverAllPartitions() throws Exception {
        // Given
        add(0, "a");
        add(1, "b");
        add(0, "c");

        // When
        var first = ask(Optional.empty(), 2);
        var second = ask(Optional.of(first.next()), 2);
        var third = ask(Optional.of(second.next()), 2);

        // Then
        assertThat(ids(first)).containsExactly("a", "b");
        assertThat(ids(second)).containsExactly("c");
        assertThat(ids(third)).isEmpty();
    }

    @Test
    void goesOnAtAnotherInstanceThatReadThePartitionsInAnotherOrder() throws Exception {
        // Given
        var other = new EventFeed(new FeedLimits(3, 100, 1), now::get);
        other.begins(Map.of(0, 0L, 1, 0L));
        other.take(followed(1, 0, "b", 1));
        other.take(followed(0, 0, "a", 1));
        other.reached(Map.of(0, 1L, 1, 1L));
        add(0, "a");

        // When
        var page = ask(Optional.empty(), 9);

        // Then
        assertThat(ids(page)).containsExactly("a");
        assertThat(ids((FeedPage.Events) other.ask(question(Optional.of(page.next()), 9, Duration.ZERO))))
                .containsExactly("b");
    }

    @Test
    void saysThatEventsAreGoneWhenThereWereTooMany() throws Exception {
        // Given
        var before = ask(Optional.empty(), 9).next();
        add(0, "a");
        var afterA = ask(Optional.of(before), 9).next();

        // When
        add(0, "b");
        add(0, "c");
        add(0, "d");

        // Then
        assertThat(eventFeed.ask(question(Optional.of(before), 9, Duration.ZERO)))
                .isEqualTo(new FeedPage.Refused(Refusal.of(ProblemType.CURSOR_GONE)));
        assertThat(ids(ask(Optional.of(afterA), 9))).containsExactly("b", "c", "d");
        assertThat(ids(ask(Optional.empty(), 9))).containsExactly("b", "c", "d");
        assertThat(eventFeed.size()).isEqualTo(3);
    }

    @Test
    void holdsNoMoreBytesThanItMay() {
        add(0, "a", 60);
        add(0, "b", 60);

        assertThat(eventFeed.bytes()).isEqualTo(60);
        assertThat(eventFeed.find("a")).isEmpty();
        assertThat(eventFeed.find("b")).isPresent();
    }

    @Test
    void letsGoOfEventsWhoseTokensAreOver() throws Exception {
        // Given
        add(0, "a");

        // When
        now.set(START.plus(LIFETIME));

        // Then
        assertThat(eventFeed.find("a")).isEmpty();
        assertThat(ids(ask(Optional.empty(), 9))).isEmpty();
        assertThat(eventFeed.size()).isZero();
        assertThat(eventFeed.bytes()).isZero();
    }

    @Test
    void passesOverWhatSomebodyMayNotSee() throws Exception {
        // Given
        add(0, "a");
        add(0, "b");

        // When
        var page = (FeedPage.Events) eventFeed.ask(new FeedQuery(
                "night", Optional.empty(), 9, Duration.ZERO, event -> event.id().equals("b")));

        // Then
        assertThat(ids(page)).containsExactly("b");
        assertThat(ids(ask(Optional.of(page.next()), 9))).isEmpty();
    }

    @Test
    void wakesWhoWaits() throws Exception {
        // Given
        var feedCursor = ask(Optional.empty(), 9).next();
        var waiting = CompletableFuture.supplyAsync(() -> waitFor(feedCursor));
        eventually("one request waits", () -> eventFeed.waiting(), it -> it == 1);

        // When
        add(1, "a");

        // Then
        assertThat(ids((FeedPage.Events) waiting.join())).containsExactly("a");
    }

    @Test
    void letsNoMoreWaitThanItMayAndNobodyOnceItIsToStop() throws Exception {
        // Given
        var feedCursor = ask(Optional.empty(), 9).next();
        var waiting = CompletableFuture.supplyAsync(() -> waitFor(feedCursor));
        eventually("one request waits", () -> eventFeed.waiting(), it -> it == 1);

        // Then
        assertThat(waitFor(feedCursor)).isEqualTo(new FeedPage.Refused(Refusal.of(ProblemType.BUSY)));

        // When
        eventFeed.stopWaiting();

        // Then
        assertThat(ids((FeedPage.Events) waiting.join())).isEmpty();
        assertThat(ids((FeedPage.Events) waitFor(feedCursor))).isEmpty();
    }

    @Test
    void letsOneAgentTakeAQuarterOfThePlaces() throws Exception {
        // Given
        var roomy = new EventFeed(new FeedLimits(3, 100, 8), now::get);
        roomy.begins(reached);
        var waiting = Stream.of("night", "night", "day")
                .map(who -> CompletableFuture.supplyAsync(() -> waitAt(roomy, who), Thread::startVirtualThread))
                .toList();
        eventually("three requests wait", () -> roomy.waiting(), it -> it == 3);

        // Then
        assertThat(waitAt(roomy, "night"))
                .isEqualTo(new FeedPage.Refused(Refusal.tooMuch("limit_waiting", Duration.ofSeconds(5))));

        // When
        roomy.take(followed(0, 0, "a", 1));
        roomy.reached(Map.of(0, 1L, 1, 0L));

        // Then
        assertThat(waiting)
                .allSatisfy(
                        page -> assertThat(ids((FeedPage.Events) page.join())).containsExactly("a"));
        roomy.stopWaiting();
        assertThat(waitAt(roomy, "night")).isInstanceOf(FeedPage.Events.class);
    }

    private static FeedPage waitAt(EventFeed eventFeed, String who) {
        try {
            return eventFeed.ask(new FeedQuery(who, Optional.empty(), 9, Duration.ofMinutes(1), _ -> true));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private FeedPage waitFor(FeedCursor feedCursor) {
        try {
            return eventFeed.ask(question(Optional.of(feedCursor), 9, Duration.ofMinutes(1)));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private FeedPage.Events ask(Optional<FeedCursor> cursor, int limit) throws InterruptedException {
        return (FeedPage.Events) eventFeed.ask(question(cursor, limit, Duration.ZERO));
    }

    private static FeedQuery question(Optional<FeedCursor> cursor, int limit, Duration patience) {
        return new FeedQuery("night", cursor, limit, patience, event -> true);
    }

    private static List<String> ids(FeedPage.Events page) {
        return page.events().stream().map(FeedEvent::id).toList();
    }

    private void add(int partition, String id) {
        add(partition, id, 1);
    }

    private void add(int partition, String id, int bytes) {
        eventFeed.take(followed(partition, reached.getOrDefault(partition, 0L), id, bytes));
        reached.merge(partition, 1L, Long::sum);
        eventFeed.reached(Map.copyOf(reached));
    }

    private static FollowedRecord<AuthorizedMotion> followed(int partition, long offset, String id, int bytes) {
        var event = AuthorizedMotion.newBuilder()
                .setEventId(id)
                .setSiteId("site-1")
                .setCameraId("cam-1")
                .setTimestamp(START)
                .setEphemeralToken("token")
                .setExpiresAt(START.plus(LIFETIME))
                .build();
        return new FollowedRecord<>(partition, offset, START, bytes, "site-1", new RecordContent.RecordValue<>(event));
    }
}
